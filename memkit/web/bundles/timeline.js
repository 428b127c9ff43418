// Made of memkit/web/js/timeline by "make web": change it there.
"use strict";var memkit_timeline=(()=>{var Z=Object.defineProperty;var yt=Object.getOwnPropertyDescriptor;var xt=Object.getOwnPropertyNames;var vt=Object.prototype.hasOwnProperty;var Ct=(t,a)=>{for(var n in a)Z(t,n,{get:a[n],enumerable:!0})},Tt=(t,a,n,s)=>{if(a&&typeof a=="object"||typeof a=="funct\
ion")for(let o of xt(a))!vt.call(t,o)&&o!==n&&Z(t,o,{get:()=>a[o],enumerable:!(s=yt(a,o))||s.enumerable});return t};var At=t=>Tt(Z({},"__esModule",{value:!0}),t);var It={};Ct(It,{default:()=>Bt});function e(t,a={},...n){let s=document.createElement(t);for(let[o,l]of Object.entries(a))l===!1||l==null||(typeof l=="fu\
nction"?s.addEventListener(o.slice(2),l):s.setAttribute(o,l===!0?"":String(l)));return s.append(...n.filter(o=>o!=null)),
s}function tt(t,a){let n=e("section",{class:`memkit mkw ${t}`,"aria-label":a,"data-lm-suppress-shortcuts":"true"});for(let s of[
"keydown","keypress","keyup"])n.addEventListener(s,o=>o.stopPropagation());return n}function G(t,a){let n=e("select",{"aria-label":t});return n.addEventListener("change",()=>a(n.value)),n}function K(t,a,n){
t.replaceChildren(...a.map(s=>e("option",{value:s.value,dir:"auto",disabled:s.disabled,title:s.title},s.text))),t.value=
n}function et(t,a,n){let s=e("span",{class:"mkw-choice",role:"group","aria-label":t}),o=a.map(d=>e("button",{type:"butto\
n",title:d.title,"data-value":d.value,onclick:()=>n(d.value)},d.text));return s.append(...o),Object.assign(s,{show:d=>{for(let h of o)
h.setAttribute("aria-pressed",String(h.dataset.value===d))}})}function _(t){let a=e("pre",{class:"mk-code",tabindex:"0","aria-label":"Python"}),n=e("span",{class:"mkw-note",role:"sta\
tus"}),s=e("button",{type:"button",onclick:()=>navigator.clipboard.writeText(a.textContent).then(()=>{n.textContent="Cop\
ied."},()=>{n.textContent="The browser does not allow it: mark the text and copy it."})},"Copy"),o=e("div",{class:"mkw-c\
ode",hidden:!0},a,e("div",{class:"mkw-row"},s,n)),l=e("button",{type:"button","aria-expanded":"false",onclick:()=>{o.hidden=
!o.hidden,l.setAttribute("aria-expanded",String(!o.hidden)),d()}},"Show as Python"),d=()=>{o.hidden||(a.textContent=t(),
n.textContent="")};return{button:l,box:o,refresh:d}}var W="An answer of the kernel was lost on the way. Try it again.";var j="The kernel has lost this widget. Run the cell again.";function ot(t,{onstate:a,onnews:n}){let s=`${Date.now().toString(
36)}-${Math.random().toString(36).slice(2)}`,o=new Map,l=new Map,d=0,h="live",w=!1;function m(c){c!==h&&(h=c,a(h))}function v(c,f={},x=null){
let C=++d;return x&&l.set(x,C),new Promise(($,O)=>{o.set(C,{resolve:$,reject:O,lane:x,sent:performance.now()});try{if(w)
throw new Error(j);t.send({view:s,number:C,lane:x,method:c,given:f})}catch{o.delete(C),m("gone"),O(new Error(j))}})}function g(c){
if(c.news){n(c.news);return}let f=c.view===s&&o.get(c.number);f&&(o.delete(c.number),m("live"),P(c.number),!T(c.number,f)&&
(c.trouble?f.reject(new Error(c.trouble)):f.resolve(c.answer)))}let T=(c,{lane:f})=>f&&l.get(f)!==c;function P(c){for(let[
f,x]of o)f>c||(o.delete(f),T(f,x)||x.reject(new Error(W)))}function L(){let c=Math.min(...[...o.values()].map(f=>f.sent));
h!=="gone"&&performance.now()-c>4e3&&m("busy")}function i(){w=!0,m("gone");for(let{reject:c}of o.values())c(new Error(j));
o.clear()}let p=["comm_live_update","comm:close","destroy"];t.on("msg:custom",g);for(let c of p)t.on(c,i);let y=[()=>t.off(
"msg:custom",g),...p.map(c=>()=>t.off(c,i))];function A(c,f){let x=!1,C=!1,$=new IntersectionObserver(D=>{x=D[D.length-1].
isIntersecting});$.observe(c);let O=setInterval(()=>{L(),!(!x||document.hidden||w||C)&&(C=!0,f().catch(()=>{}).finally(()=>{
C=!1}))},1e3);y.push(()=>$.disconnect(),()=>clearInterval(O))}return{ask:v,poll:A,close:()=>y.forEach(c=>c())}}function N(t,a,n){return t.on(`change:${a}`,n),n(),()=>t.off(`change:${a}`,n)}function St(t){let a=t.getRootNode();return a instanceof ShadowRoot?a.host:null}function nt(t,a){let n=s=>{for(let o=t;o&&
a;o=St(o))o.setAttribute(`data-memkit-${s}`,a)};return n("widget"),requestAnimationFrame(()=>n("widget")),()=>{n("live"),
requestAnimationFrame(()=>n("live"))}}var R=t=>t instanceof Error?t.message:String(t),E=t=>t.toLocaleString("en"),S=(t,a,n=`${a}s`)=>`${E(t)} ${t===1?a:n}`;var z=(t,a)=>getComputedStyle(t).getPropertyValue(`--mk-${a}`).trim();function st(t){let a=()=>requestAnimationFrame(t),
n=new MutationObserver(a),s=["data-jp-theme-light","data-jp-theme-name","class","theme","data-theme"];for(let l of[document.
body,document.documentElement])n.observe(l,{attributes:!0,attributeFilter:s});let o=matchMedia("(prefers-color-scheme: d\
ark)");return o.addEventListener("change",a),()=>{n.disconnect(),o.removeEventListener("change",a)}}var $t={added:"ins",removed:"del",same:"span"},Lt=new Set(["add","update","delete","none"]),at=t=>{let a=t.toLowerCase();
return Lt.has(a)?a:"other"},rt=t=>t.map(([a,n])=>e($t[a],{},n));var lt={ADD:"A",UPDATE:"U",DELETE:"D"},U=t=>e("span",{class:`mkt-kind mkt-${at(t)}`,title:t,role:"img","aria-label":t},Object.
hasOwn(lt,t)?lt[t]:"?"),Ot=t=>e("p",{class:"mk-text mkt-text",dir:"auto"},...rt(t));function ct(t,a,{undo:n,step:s,shut:o}){
if(!a.seq){t.replaceChildren();return}let l=a,d=_(()=>`${l.code}
${l.undo_code}`),h=l.later===1?"The later change of this memory goes with it.":`The ${E(l.later)} later changes of this \
memory go with it.`,w=[...l.whose,["recorded",l.at],["occurred",l.occurred],["by",l.actor],["because",l.reason]].filter(
([,m])=>m);t.replaceChildren(e("section",{class:"mkt-opened","aria-label":`Change ${l.seq}`},e("div",{class:"mkw-row mkt\
-openedhead"},U(l.event),e("b",{},`${l.event} · change ${E(l.seq)}`),e("code",{class:"mk-id",title:l.id},l.id.slice(-8)),
e("span",{class:"mkw-row mkt-end"},e("button",{type:"button",onclick:()=>s(-1),title:"The change before, in time"},"‹ Pr\
evious"),e("button",{type:"button",onclick:()=>s(1),title:"The change after, in time"},"Next ›"),e("button",{type:"but\
ton",onclick:o,"aria-label":"Close the change"},"Close"))),Ot(l.parts),l.fields.length?e("ul",{class:"mkt-fields"},...l.
fields.map(({name:m,old:v,new:g})=>e("li",{dir:"auto"},e("span",{class:"mkw-muted"},`${m} `),v?e("del",{},v):null,v&&g?"\
 ":null,g?e("ins",{},g):null))):null,e("p",{class:"mkt-facts"},...w.map(([m,v])=>e("span",{dir:"auto"},e("span",{class:"\
mkw-muted"},`${m} `),v))),e("div",{class:"mkw-row"},...Et(l,n),l.undoable&&l.later?e("span",{class:"mkw-note"},h):null,l.
undoable?null:e("span",{class:"mkw-note"},"Nothing to undo: the memory is as it was before this change."),e("span",{class:"\
mkt-end"},d.button)),d.box))}function Et(t,a){let n=t.event==="ADD"||t.later>0,s=!1,o=h=>{s=h,l.textContent=h?t.event===
"ADD"?"Delete the memory?":`Undo ${S(t.later+1,"change")}?`:"Undo",l.classList.toggle("mkt-danger",h),d.hidden=!h},l=e("\
button",{type:"button",disabled:!t.undoable,onclick:()=>{n&&!s?o(!0):a(t.seq)},title:t.undoable?"Bring the memory back t\
o what it was before this change":"The memory is as it was before this change"},"Undo"),d=e("button",{type:"button",hidden:!0,
onclick:()=>{o(!1),l.focus()}},"Keep");return[l,d]}function Y(t,a,...n){return e("section",{class:"mkt-list"},e("div",{class:"\
mkw-row"},...n),e("ol",{},...t.items.map(s=>e("li",{},e("button",{type:"button",class:"mkt-item",onclick:()=>a(s.seq)},U(
s.event),e("span",{class:"mkt-when"},s.at),e("span",{class:"mkt-said",dir:"auto"},s.text))))),t.more?e("p",{class:"mkw-n\
ote"},`And ${E(t.more)} earlier ones. Zoom in to see them.`):null)}var q=864e5,mt=[["Day",q],["Week",7*q],["Month",30*q],["Year",365*q]],Pt=130,Dt={displayModeBar:!1,displaylogo:!1,showSendToCloud:!1,
doubleClick:!1,scrollZoom:!0,responsive:!1,showTips:!1},it={zoom:"zoom",move:"pan",select:"select"};function ut(t){if(typeof t==
"number")return t;let a=t.replace(" ","T");return Date.parse(a.length>10?`${a}Z`:a)}function dt([t,a]){let[n,s]=[ut(t),ut(
a)];return n<=s?[n,s]:[s,n]}function pt(t,a,n){let s=e("div",{class:"mkt-plot",tabindex:"0",role:"group","aria-label":"T\
imeline. Left and right arrow keys open the change before and after, plus and minus zoom, 0 shows all."}),o={Plotly:null,
span:null,whole:null,tool:"zoom",busy:!1,again:!1,closed:!1},l=()=>Object.fromEntries(["add","update","delete","text","m\
uted","line","accent"].map(i=>[i,z(t,i)]).concat([["letter",z(t,"surface")]])),d=()=>s._fullLayout?._size?.w||Math.max(s.
clientWidth-Pt,200);async function h(){if(o.busy){o.again=!0;return}o.busy=!0;try{let{Plotly:i}=o;if(!i||o.closed||!s.clientWidth)
return;let p=d(),y=await a("picture",{span:o.span,width:p,colours:l()});if(o.closed)return;o.span||(o.whole=y.span);let{
data:A,layout:c}=y.spec;c.dragmode=it[o.tool],c.selectdirection="h",c.selections=[],c.font.family=getComputedStyle(t).fontFamily,
c.width=s.clientWidth,c.hoverlabel.font={family:c.font.family,size:12,color:z(t,"text")},c.hoverlabel.bgcolor=z(t,"raise\
d"),c.hoverlabel.bordercolor=z(t,"line");let f=!s._fullLayout;await i.react(s,A,c,Dt),f&&v(),t.dataset.drawn=String(Number(
t.dataset.drawn??0)+1),n.drew(y),Math.abs(d()-p)>24&&(o.again=!0)}catch(i){n.trouble(R(i))}finally{o.busy=!1,o.again&&(o.
again=!1,h())}}let w,m=()=>{clearTimeout(w),w=setTimeout(h,60)};function v(){s.on("plotly_click",({points:i})=>{s.focus(
{preventScroll:!0});let p=i.find(y=>y.customdata!=null)?.customdata;p!=null&&(Array.isArray(p)?n.bar(p):n.open(p))}),s.on(
"plotly_relayout",i=>{let p=i["xaxis.range"]??[i["xaxis.range[0]"],i["xaxis.range[1]"]];p[0]!=null&&(o.span=dt(p),m(),s.
focus({preventScroll:!0}))}),s.on("plotly_doubleclick",()=>g(null)),s.on("plotly_selected",i=>{let p=i?.range?.x;p&&n.brush(
dt(p))})}function g(i){o.span=i,m()}function T(i){let[p,y]=o.span??o.whole??[0,1],[A,c]=[(p+y)/2,(y-p)/2*i];g([A-c,A+c])}
function P(i){o.whole&&g([o.whole[1]-i,o.whole[1]])}s.addEventListener("wheel",i=>{!i.ctrlKey&&!i.metaKey&&o.tool!=="mov\
e"&&i.stopPropagation()},{capture:!0}),s.addEventListener("keydown",i=>{let p={ArrowRight:()=>n.step(1),ArrowLeft:()=>n.
step(-1),"+":()=>T(.5),"=":()=>T(.5),"-":()=>T(2),0:()=>g(null)}[i.key];!p||i.target!==s||i.ctrlKey||i.metaKey||i.altKey||
(i.preventDefault(),p())});let L=new ResizeObserver(m);return L.observe(s),{box:s,draw:m,show:g,zoom:T,last:P,reaches:()=>o.
whole?o.whole[1]-o.whole[0]:0,use:i=>{o.tool=i,s._fullLayout&&o.Plotly?.relayout(s,{dragmode:it[i]})},begin:i=>{o.Plotly=
i,h()},close:()=>{o.closed=!0,clearTimeout(w),L.disconnect(),s._fullLayout&&o.Plotly?.purge(s)}}}var H=globalThis,J=Symbol.for("memkit.plotly");async function Rt(t){let a=Uint8Array.from(atob(t),s=>s.charCodeAt(0)),n=new Blob(
[a]).stream().pipeThrough(new DecompressionStream("gzip"));return new Response(n).text()}async function zt({packed:t}){let n=`\
const module = { exports: {} }; const exports = module.exports; const define = undefined;
${await Rt(t)}
export default module.exports;`,s=URL.createObjectURL(new Blob([n],{type:"text/javascript"})),o=Object.getOwnPropertyDescriptor(
window,"Plotly");try{return(await import(s)).default}finally{URL.revokeObjectURL(s),o?Object.defineProperty(window,"Plot\
ly",o):Reflect.deleteProperty(window,"Plotly")}}function ft(t){return H[J]??=t().then(zt).catch(a=>{throw delete H[J],a}),
H[J]}var jt=3e3;function Nt({model:t,el:a}){let n=tt("mkt","Timeline of changes"),s=ot(t,{onstate:r=>w({live:"",busy:"The ker\
nel is busy: this waits for it.",gone:j}[r],r!=="live"),onnews:()=>{}}),{ask:o}=s,l=[s.close],d=null,h,w=(r,u=!1)=>{$.textContent=
r,$.classList.toggle("mkw-trouble",u)},m=async(r,u)=>{try{return await o(r,u)}catch(k){return w(R(k),!0),null}},v=r=>m("\
open",{seq:r}),g=r=>m("step",{by:r}),T=r=>m("brush",{span:r}),P=e("span",{}),L=G("Lanes",r=>m("lay",{by:r})),i=G("Time",
r=>{b.show(null),m("lay",{time:r})}),p=e("header",{class:"mkt-head"},e("div",{class:"mkt-what"},e("b",{},"Timeline"),P),
e("div",{class:"mkw-row mkt-controls"},e("label",{},"Lanes ",L),e("label",{},"Time ",i))),y=e("div",{class:"mkt-legend"}),
A=et("What dragging does",[{value:"zoom",text:"Zoom",title:"Drag over a time to zoom in; double-click shows all; Ctrl an\
d the wheel zoom"},{value:"move",text:"Move",title:"Drag to move; the wheel zooms"},{value:"select",text:"Select",title:"\
Drag over a time to select what changed in it"}],r=>{A.show(r),n.dataset.tool=r,b.use(r)}),c=e("span",{class:"mkt-ranges",
role:"group","aria-label":"Time shown"}),f=e("div",{class:"mkw-row mkt-bar"},y,e("span",{class:"mkw-row mkt-end"},c,e("s\
pan",{class:"mkw-choice"},e("button",{type:"button","aria-label":"Zoom out",title:"Zoom out",onclick:()=>b.zoom(2)},"−"),
e("button",{type:"button","aria-label":"Zoom in",title:"Zoom in",onclick:()=>b.zoom(.5)},"+")),A)),x=e("p",{class:"mkt-e\
mpty",hidden:!0}),C=e("p",{class:"mkw-note mkt-notes"}),$=e("p",{class:"mkw-note mkt-saidline",role:"status"}),O=e("div",
{"aria-live":"polite"}),D=e("div",{}),F=e("div",{}),b=pt(n,o,{open:v,step:g,brush:T,bar:async([r,u,k])=>{let M=await m("\
bar",{lane:r,low:u,high:k});M&&(d=M,Q())},drew:r=>{C.textContent=[r.bars,...t.get("about").notes].filter(Boolean).join("\
 "),V()},trouble:r=>w(r,!0)}),B=_(()=>t.get("brush").code??t.get("about").code),ht=e("div",{class:"mkw-row mkt-foot"},C,
e("span",{class:"mkt-end"},B.button));n.append(p,f,b.box,x,ht,B.box,$,F,D,O),a.append(n);let bt=nt(n,t.get("key"));function wt(){
let r=t.get("about");P.textContent=`${S(r.total,"change")} of ${S(r.memories,"memory","memories")}`,K(L,r.lanes,r.by),K(
i,r.times,r.time),y.replaceChildren(...r.kinds.map(({event:u,count:k})=>e("span",{class:"mkt-key"},U(u),`${u} `,e("span",
{class:"mkw-muted"},E(k))))),x.hidden=!r.empty,x.textContent=r.empty;for(let u of[b.box,f])u.hidden=!!r.empty;C.textContent=
r.notes.join(" "),B.refresh()}function V(){let r=mt.filter(([,u])=>u<b.reaches());c.replaceChildren(...r.map(([u,k])=>e(
"button",{type:"button",class:"mkw-link",title:`The last ${u.toLowerCase()}`,onclick:()=>b.last(k)},u)),e("button",{type:"\
button",class:"mkw-link",title:"All of the time",onclick:()=>b.show(null)},"All"))}let I=r=>new Date(r).toISOString().slice(
0,16).replace("T"," ");function Q(){let r=d;if(!r){D.replaceChildren();return}D.replaceChildren(Y(r,v,e("b",{dir:"auto"},
`${r.lane}: ${S(r.changes,"change")}`),e("span",{class:"mkw-muted"},`${I(r.low)} to ${I(r.high)} UTC`),e("span",{class:"\
mkw-row mkt-end"},e("button",{type:"button",onclick:()=>b.show([r.low,r.high])},"Zoom in"),e("button",{type:"button","ar\
ia-label":"Close the list",onclick:()=>{d=null,Q(),b.box.focus()}},"Close"))))}function kt(){let r=t.get("brush");if(n.dataset.
selected=String(r.changes??""),B.refresh(),r.low==null){F.replaceChildren();return}let u=r,k=t.get("about").linked?"The \
explorer shows them.":"",M=[e("b",{},`Selected: ${S(u.changes,"change")} of ${S(u.memories,"memory","memories")}`),e("sp\
an",{class:"mkw-muted"},[`${I(u.low)} to ${I(u.high)} UTC`,k].filter(Boolean).join(" · ")),e("span",{class:"mkw-row mkt\
-end"},e("button",{type:"button",onclick:()=>b.show([u.low,u.high])},"Zoom in"),e("button",{type:"button",onclick:()=>{T(
null),b.box.focus()}},"Clear"))];F.replaceChildren(Y(u,v,...M))}function gt(){let r=t.get("opened");n.dataset.opened=String(
r.seq??""),ct(O,r,{step:g,shut:()=>{m("shut"),b.box.focus()},undo:async u=>{let k=await m("undo",{seq:u});k&&w(k.said)}})}
s.poll(n,async()=>{let{new:r}=await o("poll");r&&w(`${S(r,"new change")} taken over.`)}),l.push(b.close,()=>clearTimeout(
h)),A.show("zoom"),n.dataset.tool="zoom",V(),l.push(N(t,"about",wt),N(t,"brush",kt),N(t,"opened",gt),N(t,"version",b.draw),
st(b.draw)),o("poll").then(bt,()=>{});let X=async(r=5)=>{try{b.begin(await ft(()=>o("script"))),w("")}catch(u){let k=R(u)===
W&&r>0;w(k?"Loading the plot takes longer than usual …":R(u),!k),k&&(h=setTimeout(()=>X(r-1),jt))}};return X(),()=>l.forEach(
r=>r())}var Bt={render:Nt};return At(It);})();
export default memkit_timeline.default;
