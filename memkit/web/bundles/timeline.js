// Made of memkit/web/js/timeline by "make web": change it there.
"use strict";var memkit_timeline=(()=>{var Z=Object.defineProperty;var kt=Object.getOwnPropertyDescriptor;var gt=Object.getOwnPropertyNames;var yt=Object.prototype.hasOwnProperty;var xt=(t,r)=>{for(var n in r)Z(t,n,{get:r[n],enumerable:!0})},vt=(t,r,n,s)=>{if(r&&typeof r=="object"||typeof r=="funct\
ion")for(let o of gt(r))!yt.call(t,o)&&o!==n&&Z(t,o,{get:()=>r[o],enumerable:!(s=kt(r,o))||s.enumerable});return t};var Tt=t=>vt(Z({},"__esModule",{value:!0}),t);var jt={};xt(jt,{default:()=>zt});function e(t,r={},...n){let s=document.createElement(t);for(let[o,c]of Object.entries(r))c===!1||c==null||(typeof c=="fu\
nction"?s.addEventListener(o.slice(2),c):s.setAttribute(o,c===!0?"":String(c)));return s.append(...n.filter(o=>o!=null)),
s}function tt(t,r){let n=e("section",{class:`memkit mkw ${t}`,"aria-label":r,"data-lm-suppress-shortcuts":"true"});for(let s of[
"keydown","keypress","keyup"])n.addEventListener(s,o=>o.stopPropagation());return n}function G(t,r){let n=e("select",{"aria-label":t});return n.addEventListener("change",()=>r(n.value)),n}function K(t,r,n){
t.replaceChildren(...r.map(s=>e("option",{value:s.value,disabled:s.disabled,title:s.title},s.text))),t.value=n}function et(t,r,n){
let s=e("span",{class:"mkw-choice",role:"group","aria-label":t}),o=r.map(f=>e("button",{type:"button",title:f.title,"dat\
a-value":f.value,onclick:()=>n(f.value)},f.text));return s.append(...o),Object.assign(s,{show:f=>{for(let b of o)b.setAttribute(
"aria-pressed",String(b.dataset.value===f))}})}function _(t){let r=e("pre",{class:"mk-code",tabindex:"0","aria-label":"Python"}),n=e("span",{class:"mkw-note",role:"sta\
tus"}),s=e("button",{type:"button",onclick:()=>navigator.clipboard.writeText(r.textContent).then(()=>{n.textContent="Cop\
ied."},()=>{n.textContent="The browser does not allow it: mark the text and copy it."})},"Copy"),o=e("div",{class:"mkw-c\
ode",hidden:!0},r,e("div",{class:"mkw-row"},s,n)),c=e("button",{type:"button","aria-expanded":"false",onclick:()=>{o.hidden=
!o.hidden,c.setAttribute("aria-expanded",String(!o.hidden)),f()}},"Show as Python"),f=()=>{o.hidden||(r.textContent=t(),
n.textContent="")};return{button:c,box:o,refresh:f}}var W="An answer of the kernel was lost on the way. Try it again.";var j="The kernel has lost this widget. Run the cell again.";function ot(t,{onstate:r,onnews:n}){let s=`${Date.now().toString(
36)}-${Math.random().toString(36).slice(2)}`,o=new Map,c=new Map,f=0,b="live",h=!1;function d(l){l!==b&&(b=l,r(b))}function v(l,p={},x=null){
let T=++f;return x&&c.set(x,T),new Promise((S,E)=>{o.set(T,{resolve:S,reject:E,lane:x,sent:performance.now()});try{if(h)
throw new Error(j);t.send({view:s,number:T,lane:x,method:l,given:p})}catch{o.delete(T),d("gone"),E(new Error(j))}})}function k(l){
if(l.news){n(l.news);return}let p=l.view===s&&o.get(l.number);p&&(o.delete(l.number),d("live"),P(l.number),!C(l.number,p)&&
(l.trouble?p.reject(new Error(l.trouble)):p.resolve(l.answer)))}let C=(l,{lane:p})=>p&&c.get(p)!==l;function P(l){for(let[
p,x]of o)p>l||(o.delete(p),C(p,x)||x.reject(new Error(W)))}function $(){let l=Math.min(...[...o.values()].map(p=>p.sent));
b!=="gone"&&performance.now()-l>4e3&&d("busy")}function i(){h=!0,d("gone");for(let{reject:l}of o.values())l(new Error(j));
o.clear()}let m=["comm_live_update","comm:close","destroy"];t.on("msg:custom",k);for(let l of m)t.on(l,i);let y=[()=>t.off(
"msg:custom",k),...m.map(l=>()=>t.off(l,i))];function A(l,p){let x=!1,T=!1,S=new IntersectionObserver(D=>{x=D[D.length-1].
isIntersecting});S.observe(l);let E=setInterval(()=>{$(),!(!x||document.hidden||h||T)&&(T=!0,p().catch(()=>{}).finally(()=>{
T=!1}))},1e3);y.push(()=>S.disconnect(),()=>clearInterval(E))}return{ask:v,poll:A,close:()=>y.forEach(l=>l())}}function B(t,r,n){return t.on(`change:${r}`,n),n(),()=>t.off(`change:${r}`,n)}function Ct(t){let r=t.getRootNode();return r instanceof ShadowRoot?r.host:null}function nt(t,r){let n=s=>{for(let o=t;o&&
r;o=Ct(o))o.setAttribute(`data-memkit-${s}`,r)};return n("widget"),requestAnimationFrame(()=>n("widget")),()=>{n("live"),
requestAnimationFrame(()=>n("live"))}}var R=t=>t instanceof Error?t.message:String(t),L=t=>t.toLocaleString("en"),O=(t,r,n=`${r}s`)=>`${L(t)} ${t===1?r:n}`;var z=(t,r)=>getComputedStyle(t).getPropertyValue(`--mk-${r}`).trim();function st(t){let r=()=>requestAnimationFrame(t),
n=new MutationObserver(r),s=["data-jp-theme-light","data-jp-theme-name","class","theme","data-theme"];for(let c of[document.
body,document.documentElement])n.observe(c,{attributes:!0,attributeFilter:s});let o=matchMedia("(prefers-color-scheme: d\
ark)");return o.addEventListener("change",r),()=>{n.disconnect(),o.removeEventListener("change",r)}}var At={added:"ins",removed:"del",same:"span"},at=t=>t.map(([r,n])=>e(At[r],{},n));var St={ADD:"A",UPDATE:"U",DELETE:"D"},q=t=>e("span",{class:`mkt-kind mkt-${t.toLowerCase()}`,title:t,role:"img","aria-l\
abel":t},St[t]),$t=t=>e("p",{class:"mk-text mkt-text",dir:"auto"},...at(t));function rt(t,r,{undo:n,step:s,shut:o}){if(!r.
seq){t.replaceChildren();return}let c=r,f=_(()=>`${c.code}
${c.undo_code}`),b=c.later===1?"The later change of this memory goes with it.":`The ${L(c.later)} later changes of this \
memory go with it.`,h=[...c.whose,["recorded",c.at],["occurred",c.occurred],["by",c.actor],["because",c.reason]].filter(
([,d])=>d);t.replaceChildren(e("section",{class:"mkt-opened","aria-label":`Change ${c.seq}`},e("div",{class:"mkw-row mkt\
-openedhead"},q(c.event),e("b",{},`${c.event} · change ${L(c.seq)}`),e("code",{class:"mk-id",title:c.id},c.id.slice(-8)),
e("span",{class:"mkw-row mkt-end"},e("button",{type:"button",onclick:()=>s(-1),title:"The change before, in time"},"‹ Pr\
evious"),e("button",{type:"button",onclick:()=>s(1),title:"The change after, in time"},"Next ›"),e("button",{type:"but\
ton",onclick:o,"aria-label":"Close the change"},"Close"))),$t(c.parts),c.fields.length?e("ul",{class:"mkt-fields"},...c.
fields.map(({name:d,old:v,new:k})=>e("li",{dir:"auto"},e("span",{class:"mkw-muted"},`${d} `),v?e("del",{},v):null,v&&k?"\
 ":null,k?e("ins",{},k):null))):null,e("p",{class:"mkt-facts"},...h.map(([d,v])=>e("span",{dir:"auto"},e("span",{class:"\
mkw-muted"},`${d} `),v))),e("div",{class:"mkw-row"},e("button",{type:"button",disabled:!c.undoable,onclick:()=>n(c.seq),
title:c.undoable?"Bring the memory back to what it was before this change":"The memory is as it was before this change"},
"Undo"),c.undoable&&c.later?e("span",{class:"mkw-note"},b):null,c.undoable?null:e("span",{class:"mkw-note"},"Nothing to \
undo: the memory is as it was before this change."),e("span",{class:"mkt-end"},f.button)),f.box))}function Y(t,r,...n){return e(
"section",{class:"mkt-list"},e("div",{class:"mkw-row"},...n),e("ol",{},...t.items.map(s=>e("li",{},e("button",{type:"but\
ton",class:"mkt-item",onclick:()=>r(s.seq)},q(s.event),e("span",{class:"mkt-when"},s.at),e("span",{class:"mkt-said",dir:"\
auto"},s.text))))),t.more?e("p",{class:"mkw-note"},`And ${L(t.more)} earlier ones. Zoom in to see them.`):null)}var F=864e5,ut=[["Day",F],["Week",7*F],["Month",30*F],["Year",365*F]],Et=130,Lt={displayModeBar:!1,displaylogo:!1,showSendToCloud:!1,
doubleClick:!1,scrollZoom:!0,responsive:!1,showTips:!1},lt={zoom:"zoom",move:"pan",select:"select"};function ct(t){if(typeof t==
"number")return t;let r=t.replace(" ","T");return Date.parse(r.length>10?`${r}Z`:r)}function it([t,r]){let[n,s]=[ct(t),ct(
r)];return n<=s?[n,s]:[s,n]}function dt(t,r,n){let s=e("div",{class:"mkt-plot",tabindex:"0",role:"group","aria-label":"T\
imeline. Left and right arrow keys open the change before and after, plus and minus zoom, 0 shows all."}),o={Plotly:null,
span:null,whole:null,tool:"zoom",busy:!1,again:!1,closed:!1},c=()=>Object.fromEntries(["add","update","delete","text","m\
uted","line","accent"].map(i=>[i,z(t,i)]).concat([["letter",z(t,"surface")]])),f=()=>s._fullLayout?._size?.w||Math.max(s.
clientWidth-Et,200);async function b(){if(o.busy){o.again=!0;return}o.busy=!0;try{let{Plotly:i}=o;if(!i||o.closed||!s.clientWidth)
return;let m=f(),y=await r("picture",{span:o.span,width:m,colours:c()});if(o.closed)return;o.span||(o.whole=y.span);let{
data:A,layout:l}=y.spec;l.dragmode=lt[o.tool],l.selectdirection="h",l.selections=[],l.font.family=getComputedStyle(t).fontFamily,
l.width=s.clientWidth,l.hoverlabel.font={family:l.font.family,size:12,color:z(t,"text")},l.hoverlabel.bgcolor=z(t,"raise\
d"),l.hoverlabel.bordercolor=z(t,"line");let p=!s._fullLayout;await i.react(s,A,l,Lt),p&&v(),t.dataset.drawn=String(Number(
t.dataset.drawn??0)+1),n.drew(y),Math.abs(f()-m)>24&&(o.again=!0)}catch(i){n.trouble(R(i))}finally{o.busy=!1,o.again&&(o.
again=!1,b())}}let h,d=()=>{clearTimeout(h),h=setTimeout(b,60)};function v(){s.on("plotly_click",({points:i})=>{let m=i.
find(y=>y.customdata!=null)?.customdata;m!=null&&(Array.isArray(m)?n.bar(m):n.open(m))}),s.on("plotly_relayout",i=>{let m=i["\
xaxis.range"]??[i["xaxis.range[0]"],i["xaxis.range[1]"]];m[0]!=null&&(o.span=it(m),d())}),s.on("plotly_doubleclick",()=>k(
null)),s.on("plotly_selected",i=>{let m=i?.range?.x;m&&n.brush(it(m))})}function k(i){o.span=i,d()}function C(i){let[m,y]=o.
span??o.whole??[0,1],[A,l]=[(m+y)/2,(y-m)/2*i];k([A-l,A+l])}function P(i){o.whole&&k([o.whole[1]-i,o.whole[1]])}s.addEventListener(
"wheel",i=>{!i.ctrlKey&&!i.metaKey&&o.tool!=="move"&&i.stopPropagation()},{capture:!0}),s.addEventListener("keydown",i=>{
let m={ArrowRight:()=>n.step(1),ArrowLeft:()=>n.step(-1),"+":()=>C(.5),"=":()=>C(.5),"-":()=>C(2),0:()=>k(null)}[i.key];
!m||i.target!==s||i.ctrlKey||i.metaKey||i.altKey||(i.preventDefault(),m())});let $=new ResizeObserver(d);return $.observe(
s),{box:s,draw:d,show:k,zoom:C,last:P,reaches:()=>o.whole?o.whole[1]-o.whole[0]:0,use:i=>{o.tool=i,s._fullLayout&&o.Plotly?.
relayout(s,{dragmode:lt[i]})},begin:i=>{o.Plotly=i,b()},close:()=>{o.closed=!0,clearTimeout(h),$.disconnect(),s._fullLayout&&
o.Plotly?.purge(s)}}}var H=globalThis,J=Symbol.for("memkit.plotly");async function Ot(t){let r=Uint8Array.from(atob(t),s=>s.charCodeAt(0)),n=new Blob(
[r]).stream().pipeThrough(new DecompressionStream("gzip"));return new Response(n).text()}async function Pt({packed:t}){let n=`\
const module = { exports: {} }; const exports = module.exports; const define = undefined;
${await Ot(t)}
export default module.exports;`,s=URL.createObjectURL(new Blob([n],{type:"text/javascript"})),o=Object.getOwnPropertyDescriptor(
window,"Plotly");try{return(await import(s)).default}finally{URL.revokeObjectURL(s),o?Object.defineProperty(window,"Plot\
ly",o):Reflect.deleteProperty(window,"Plotly")}}function mt(t){return H[J]??=t().then(Pt).catch(r=>{throw delete H[J],r}),
H[J]}var Dt=3e3;function Rt({model:t,el:r}){let n=tt("mkt","Timeline of changes"),s=ot(t,{onstate:a=>h({live:"",busy:"The ker\
nel is busy: this waits for it.",gone:j}[a],a!=="live"),onnews:()=>{}}),{ask:o}=s,c=[s.close],f=null,b,h=(a,u=!1)=>{S.textContent=
a,S.classList.toggle("mkw-trouble",u)},d=async(a,u)=>{try{return await o(a,u)}catch(w){return h(R(w),!0),null}},v=a=>d("\
open",{seq:a}),k=a=>d("step",{by:a}),C=a=>d("brush",{span:a}),P=e("span",{}),$=G("Lanes",a=>d("lay",{by:a})),i=G("Time",
a=>{g.show(null),d("lay",{time:a})}),m=e("header",{class:"mkt-head"},e("div",{class:"mkt-what"},e("b",{},"Timeline"),P),
e("div",{class:"mkw-row mkt-controls"},e("label",{},"Lanes ",$),e("label",{},"Time ",i))),y=e("div",{class:"mkt-legend"}),
A=et("What dragging does",[{value:"zoom",text:"Zoom",title:"Drag over a time to zoom in; double-click shows all; Ctrl an\
d the wheel zoom"},{value:"move",text:"Move",title:"Drag to move; the wheel zooms"},{value:"select",text:"Select",title:"\
Drag over a time to select what changed in it"}],a=>{A.show(a),n.dataset.tool=a,g.use(a)}),l=e("span",{class:"mkt-ranges",
role:"group","aria-label":"Time shown"}),p=e("div",{class:"mkw-row mkt-bar"},y,e("span",{class:"mkw-row mkt-end"},l,e("s\
pan",{class:"mkw-choice"},e("button",{type:"button","aria-label":"Zoom out",title:"Zoom out",onclick:()=>g.zoom(2)},"−"),
e("button",{type:"button","aria-label":"Zoom in",title:"Zoom in",onclick:()=>g.zoom(.5)},"+")),A)),x=e("p",{class:"mkt-e\
mpty",hidden:!0}),T=e("p",{class:"mkw-note mkt-notes"}),S=e("p",{class:"mkw-note mkt-saidline",role:"status"}),E=e("div",
{"aria-live":"polite"}),D=e("div",{}),U=e("div",{}),g=dt(n,o,{open:v,step:k,brush:C,bar:async([a,u,w])=>{let M=await d("\
bar",{lane:a,low:u,high:w});M&&(f=M,Q())},drew:a=>{T.textContent=[a.bars,...t.get("about").notes].filter(Boolean).join("\
 "),V()},trouble:a=>h(a,!0)}),N=_(()=>t.get("brush").code??t.get("about").code),pt=e("div",{class:"mkw-row mkt-foot"},T,
e("span",{class:"mkt-end"},N.button));n.append(m,p,g.box,x,pt,N.box,S,U,D,E),r.append(n);let ft=nt(n,t.get("key"));function ht(){
let a=t.get("about");P.textContent=`${O(a.total,"change")} of ${O(a.memories,"memory","memories")}`,K($,a.lanes,a.by),K(
i,a.times,a.time),y.replaceChildren(...a.kinds.map(({event:u,count:w})=>e("span",{class:"mkt-key"},q(u),`${u} `,e("span",
{class:"mkw-muted"},L(w))))),x.hidden=!a.empty,x.textContent=a.empty;for(let u of[g.box,p])u.hidden=!!a.empty;T.textContent=
a.notes.join(" "),N.refresh()}function V(){let a=ut.filter(([,u])=>u<g.reaches());l.replaceChildren(...a.map(([u,w])=>e(
"button",{type:"button",class:"mkw-link",title:`The last ${u.toLowerCase()}`,onclick:()=>g.last(w)},u)),e("button",{type:"\
button",class:"mkw-link",title:"All of the time",onclick:()=>g.show(null)},"All"))}let I=a=>new Date(a).toISOString().slice(
0,16).replace("T"," ");function Q(){let a=f;if(!a){D.replaceChildren();return}D.replaceChildren(Y(a,v,e("b",{dir:"auto"},
`${a.lane}: ${O(a.changes,"change")}`),e("span",{class:"mkw-muted"},`${I(a.low)} to ${I(a.high)} UTC`),e("span",{class:"\
mkw-row mkt-end"},e("button",{type:"button",onclick:()=>g.show([a.low,a.high])},"Zoom in"),e("button",{type:"button","ar\
ia-label":"Close the list",onclick:()=>{f=null,Q()}},"Close"))))}function bt(){let a=t.get("brush");if(n.dataset.selected=
String(a.changes??""),N.refresh(),a.low==null){U.replaceChildren();return}let u=a,w=t.get("about").linked?"The explorer \
shows them.":"",M=[e("b",{},`Selected: ${O(u.changes,"change")} of ${O(u.memories,"memory","memories")}`),e("span",{class:"\
mkw-muted"},[`${I(u.low)} to ${I(u.high)} UTC`,w].filter(Boolean).join(" · ")),e("span",{class:"mkw-row mkt-end"},e("bu\
tton",{type:"button",onclick:()=>g.show([u.low,u.high])},"Zoom in"),e("button",{type:"button",onclick:()=>C(null)},"Clea\
r"))];U.replaceChildren(Y(u,v,...M))}function wt(){let a=t.get("opened");n.dataset.opened=String(a.seq??""),rt(E,a,{step:k,
shut:()=>d("shut"),undo:async u=>{let w=await d("undo",{seq:u});w&&h(w.said)}})}s.poll(n,async()=>{let{new:a}=await o("p\
oll");a&&h(`${O(a,"new change")} taken over.`)}),c.push(g.close,()=>clearTimeout(b)),A.show("zoom"),n.dataset.tool="zoom",
V(),c.push(B(t,"about",ht),B(t,"brush",bt),B(t,"opened",wt),B(t,"version",g.draw),st(g.draw)),o("poll").then(ft,()=>{});
let X=async(a=5)=>{try{g.begin(await mt(()=>o("script"))),h("")}catch(u){let w=R(u)===W&&a>0;h(w?"Loading the plot takes\
 longer than usual …":R(u),!w),w&&(b=setTimeout(()=>X(a-1),Dt))}};return X(),()=>c.forEach(a=>a())}var zt={render:Rt};return Tt(jt);})();
export default memkit_timeline.default;
