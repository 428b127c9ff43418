// Made of memkit/web/js/timeline by "make web": change it there.
"use strict";var memkit_timeline=(()=>{var U=Object.defineProperty;var ht=Object.getOwnPropertyDescriptor;var bt=Object.getOwnPropertyNames;var wt=Object.prototype.hasOwnProperty;var kt=(t,a)=>{for(var n in a)U(t,n,{get:a[n],enumerable:!0})},yt=(t,a,n,s)=>{if(a&&typeof a=="object"||typeof a=="funct\
ion")for(let o of bt(a))!wt.call(t,o)&&o!==n&&U(t,o,{get:()=>a[o],enumerable:!(s=ht(a,o))||s.enumerable});return t};var gt=t=>yt(U({},"__esModule",{value:!0}),t);var Dt={};kt(Dt,{default:()=>Pt});function e(t,a={},...n){let s=document.createElement(t);for(let[o,c]of Object.entries(a))c===!1||c==null||(typeof c=="fu\
nction"?s.addEventListener(o.slice(2),c):s.setAttribute(o,c===!0?"":String(c)));return s.append(...n.filter(o=>o!=null)),
s}function V(t,a){let n=e("section",{class:`memkit mkw ${t}`,"aria-label":a,"data-lm-suppress-shortcuts":"true"});for(let s of[
"keydown","keypress","keyup"])n.addEventListener(s,o=>o.stopPropagation());return n}function Z(t,a){let n=e("select",{"aria-label":t});return n.addEventListener("change",()=>a(n.value)),n}function G(t,a,n){
t.replaceChildren(...a.map(s=>e("option",{value:s.value,disabled:s.disabled,title:s.title},s.text))),t.value=n}function Q(t,a,n){
let s=e("span",{class:"mkw-choice",role:"group","aria-label":t}),o=a.map(p=>e("button",{type:"button",title:p.title,"dat\
a-value":p.value,onclick:()=>n(p.value)},p.text));return s.append(...o),Object.assign(s,{show:p=>{for(let f of o)f.setAttribute(
"aria-pressed",String(f.dataset.value===p))}})}function I(t){let a=e("pre",{class:"mk-code",tabindex:"0","aria-label":"Python"}),n=e("span",{class:"mkw-note",role:"sta\
tus"}),s=e("button",{type:"button",onclick:()=>navigator.clipboard.writeText(a.textContent).then(()=>{n.textContent="Cop\
ied."},()=>{n.textContent="The browser does not allow it: mark the text and copy it."})},"Copy"),o=e("div",{class:"mkw-c\
ode",hidden:!0},a,e("div",{class:"mkw-row"},s,n)),c=e("button",{type:"button","aria-expanded":"false",onclick:()=>{o.hidden=
!o.hidden,c.setAttribute("aria-expanded",String(!o.hidden)),p()}},"Show as Python"),p=()=>{o.hidden||(a.textContent=t(),
n.textContent="")};return{button:c,box:o,refresh:p}}var xt="An answer of the kernel was lost on the way. Try it again.";var z="The kernel has lost this widget. Run the cell again.";function X(t,{onstate:a,onnews:n}){let s=`${Date.now().toString(
36)}-${Math.random().toString(36).slice(2)}`,o=new Map,c=new Map,p=0,f="live",b=!1;function h(l){l!==f&&(f=l,a(f))}function x(l,m={},g=null){
let v=++p;return g&&c.set(g,v),new Promise((E,$)=>{o.set(v,{resolve:E,reject:$,lane:g,sent:performance.now()});try{if(b)
throw new Error(z);t.send({view:s,number:v,lane:g,method:l,given:m})}catch{o.delete(v),h("gone"),$(new Error(z))}})}function w(l){
if(l.news){n(l.news);return}let m=l.view===s&&o.get(l.number);m&&(o.delete(l.number),h("live"),P(l.number),!T(l.number,m)&&
(l.trouble?m.reject(new Error(l.trouble)):m.resolve(l.answer)))}let T=(l,{lane:m})=>m&&c.get(m)!==l;function P(l){for(let[
m,g]of o)m>l||(o.delete(m),T(m,g)||g.reject(new Error(xt)))}function S(){let l=Math.min(...[...o.values()].map(m=>m.sent));
f!=="gone"&&performance.now()-l>4e3&&h("busy")}function i(){b=!0,h("gone");for(let{reject:l}of o.values())l(new Error(z));
o.clear()}let u=["comm_live_update","comm:close","destroy"];t.on("msg:custom",w);for(let l of u)t.on(l,i);let k=[()=>t.off(
"msg:custom",w),...u.map(l=>()=>t.off(l,i))];function A(l,m){let g=!1,v=!1,E=new IntersectionObserver(D=>{g=D[D.length-1].
isIntersecting});E.observe(l);let $=setInterval(()=>{S(),!(!g||document.hidden||b||v)&&(v=!0,m().catch(()=>{}).finally(()=>{
v=!1}))},1e3);k.push(()=>E.disconnect(),()=>clearInterval($))}return{ask:x,poll:A,close:()=>k.forEach(l=>l())}}function j(t,a,n){return t.on(`change:${a}`,n),n(),()=>t.off(`change:${a}`,n)}function vt(t){let a=t.getRootNode();return a instanceof ShadowRoot?a.host:null}function tt(t,a){let n=s=>{for(let o=t;o&&
a;o=vt(o))o.setAttribute(`data-memkit-${s}`,a)};return n("widget"),requestAnimationFrame(()=>n("widget")),()=>{n("live"),
requestAnimationFrame(()=>n("live"))}}var B=t=>t instanceof Error?t.message:String(t),L=t=>t.toLocaleString("en"),O=(t,a,n=`${a}s`)=>`${L(t)} ${t===1?a:n}`;var R=(t,a)=>getComputedStyle(t).getPropertyValue(`--mk-${a}`).trim();function et(t){let a=()=>requestAnimationFrame(t),
n=new MutationObserver(a),s=["data-jp-theme-light","data-jp-theme-name","class","theme","data-theme"];for(let c of[document.
body,document.documentElement])n.observe(c,{attributes:!0,attributeFilter:s});let o=matchMedia("(prefers-color-scheme: d\
ark)");return o.addEventListener("change",a),()=>{n.disconnect(),o.removeEventListener("change",a)}}var Ct={added:"ins",removed:"del",same:"span"},ot=t=>t.map(([a,n])=>e(Ct[a],{},n));var Tt={ADD:"A",UPDATE:"U",DELETE:"D"},q=t=>e("span",{class:`mkt-kind mkt-${t.toLowerCase()}`,title:t,role:"img","aria-l\
abel":t},Tt[t]),At=t=>e("p",{class:"mk-text mkt-text",dir:"auto"},...ot(t));function nt(t,a,{undo:n,step:s,shut:o}){if(!a.
seq){t.replaceChildren();return}let c=a,p=I(()=>`${c.code}
${c.undo_code}`),f=c.later===1?"The later change of this memory goes with it.":`The ${L(c.later)} later changes of this \
memory go with it.`,b=[...c.whose,["recorded",c.at],["occurred",c.occurred],["by",c.actor],["because",c.reason]].filter(
([,h])=>h);t.replaceChildren(e("section",{class:"mkt-opened","aria-label":`Change ${c.seq}`},e("div",{class:"mkw-row mkt\
-openedhead"},q(c.event),e("b",{},`${c.event} · change ${L(c.seq)}`),e("code",{class:"mk-id",title:c.id},c.id.slice(-8)),
e("span",{class:"mkw-row mkt-end"},e("button",{type:"button",onclick:()=>s(-1),title:"The change before, in time"},"‹ Pr\
evious"),e("button",{type:"button",onclick:()=>s(1),title:"The change after, in time"},"Next ›"),e("button",{type:"but\
ton",onclick:o,"aria-label":"Close the change"},"Close"))),At(c.parts),c.fields.length?e("ul",{class:"mkt-fields"},...c.
fields.map(({name:h,old:x,new:w})=>e("li",{dir:"auto"},e("span",{class:"mkw-muted"},`${h} `),x?e("del",{},x):null,x&&w?"\
 ":null,w?e("ins",{},w):null))):null,e("p",{class:"mkt-facts"},...b.map(([h,x])=>e("span",{dir:"auto"},e("span",{class:"\
mkw-muted"},`${h} `),x))),e("div",{class:"mkw-row"},e("button",{type:"button",disabled:!c.undoable,onclick:()=>n(c.seq),
title:c.undoable?"Bring the memory back to what it was before this change":"The memory is as it was before this change"},
"Undo"),c.undoable&&c.later?e("span",{class:"mkw-note"},f):null,c.undoable?null:e("span",{class:"mkw-note"},"Nothing to \
undo: the memory is as it was before this change."),e("span",{class:"mkt-end"},p.button)),p.box))}function K(t,a,...n){return e(
"section",{class:"mkt-list"},e("div",{class:"mkw-row"},...n),e("ol",{},...t.items.map(s=>e("li",{},e("button",{type:"but\
ton",class:"mkt-item",onclick:()=>a(s.seq)},q(s.event),e("span",{class:"mkt-when"},s.at),e("span",{class:"mkt-said",dir:"\
auto"},s.text))))),t.more?e("p",{class:"mkw-note"},`And ${L(t.more)} earlier ones. Zoom in to see them.`):null)}var F=864e5,lt=[["Day",F],["Week",7*F],["Month",30*F],["Year",365*F]],$t=130,St={displayModeBar:!1,displaylogo:!1,showSendToCloud:!1,
doubleClick:!1,scrollZoom:!0,responsive:!1,showTips:!1},st={zoom:"zoom",move:"pan",select:"select"};function at(t){if(typeof t==
"number")return t;let a=t.replace(" ","T");return Date.parse(a.length>10?`${a}Z`:a)}function rt([t,a]){let[n,s]=[at(t),at(
a)];return n<=s?[n,s]:[s,n]}function ct(t,a,n){let s=e("div",{class:"mkt-plot",tabindex:"0",role:"group","aria-label":"T\
imeline. Left and right arrow keys open the change before and after, plus and minus zoom, 0 shows all."}),o={Plotly:null,
span:null,whole:null,tool:"zoom",busy:!1,again:!1,closed:!1},c=()=>Object.fromEntries(["add","update","delete","text","m\
uted","line","accent"].map(i=>[i,R(t,i)]).concat([["letter",R(t,"surface")]])),p=()=>s._fullLayout?._size?.w||Math.max(s.
clientWidth-$t,200);async function f(){if(o.busy){o.again=!0;return}o.busy=!0;try{let{Plotly:i}=o;if(!i||o.closed||!s.clientWidth)
return;let u=p(),k=await a("picture",{span:o.span,width:u,colours:c()});if(o.closed)return;o.span||(o.whole=k.span);let{
data:A,layout:l}=k.spec;l.dragmode=st[o.tool],l.selectdirection="h",l.selections=[],l.font.family=getComputedStyle(t).fontFamily,
l.width=s.clientWidth,l.hoverlabel.font={family:l.font.family,size:12,color:R(t,"text")},l.hoverlabel.bgcolor=R(t,"raise\
d"),l.hoverlabel.bordercolor=R(t,"line");let m=!s._fullLayout;await i.react(s,A,l,St),m&&x(),t.dataset.drawn=String(Number(
t.dataset.drawn??0)+1),n.drew(k),Math.abs(p()-u)>24&&(o.again=!0)}catch(i){n.trouble(B(i))}finally{o.busy=!1,o.again&&(o.
again=!1,f())}}let b,h=()=>{clearTimeout(b),b=setTimeout(f,60)};function x(){s.on("plotly_click",({points:i})=>{let u=i.
find(k=>k.customdata!=null)?.customdata;u!=null&&(Array.isArray(u)?n.bar(u):n.open(u))}),s.on("plotly_relayout",i=>{let u=i["\
xaxis.range"]??[i["xaxis.range[0]"],i["xaxis.range[1]"]];u[0]!=null&&(o.span=rt(u),h())}),s.on("plotly_doubleclick",()=>w(
null)),s.on("plotly_selected",i=>{let u=i?.range?.x;u&&n.brush(rt(u))})}function w(i){o.span=i,h()}function T(i){let[u,k]=o.
span??o.whole??[0,1],[A,l]=[(u+k)/2,(k-u)/2*i];w([A-l,A+l])}function P(i){o.whole&&w([o.whole[1]-i,o.whole[1]])}s.addEventListener(
"wheel",i=>{!i.ctrlKey&&!i.metaKey&&o.tool!=="move"&&i.stopPropagation()},{capture:!0}),s.addEventListener("keydown",i=>{
let u={ArrowRight:()=>n.step(1),ArrowLeft:()=>n.step(-1),"+":()=>T(.5),"=":()=>T(.5),"-":()=>T(2),0:()=>w(null)}[i.key];
!u||i.target!==s||i.ctrlKey||i.metaKey||i.altKey||(i.preventDefault(),u())});let S=new ResizeObserver(h);return S.observe(
s),{box:s,draw:h,show:w,zoom:T,last:P,reaches:()=>o.whole?o.whole[1]-o.whole[0]:0,use:i=>{o.tool=i,s._fullLayout&&o.Plotly?.
relayout(s,{dragmode:st[i]})},begin:i=>{o.Plotly=i,f()},close:()=>{o.closed=!0,clearTimeout(b),S.disconnect(),s._fullLayout&&
o.Plotly?.purge(s)}}}var W=globalThis,Y=Symbol.for("memkit.plotly");async function Et(t){let a=Uint8Array.from(atob(t),s=>s.charCodeAt(0)),n=new Blob(
[a]).stream().pipeThrough(new DecompressionStream("gzip"));return new Response(n).text()}async function Lt({packed:t}){let n=`\
const module = { exports: {} }; const exports = module.exports; const define = undefined;
${await Et(t)}
export default module.exports;`,s=URL.createObjectURL(new Blob([n],{type:"text/javascript"})),o=Object.getOwnPropertyDescriptor(
window,"Plotly");try{return(await import(s)).default}finally{URL.revokeObjectURL(s),o?Object.defineProperty(window,"Plot\
ly",o):Reflect.deleteProperty(window,"Plotly")}}function it(t){return W[Y]??=t().then(Lt).catch(a=>{throw delete W[Y],a}),
W[Y]}function Ot({model:t,el:a}){let n=V("mkt","Timeline of changes"),s=X(t,{onstate:r=>f({live:"",busy:"The kernel is busy: \
this waits for it.",gone:z}[r],r!=="live"),onnews:()=>{}}),{ask:o}=s,c=[s.close],p=null,f=(r,d=!1)=>{v.textContent=r,v.classList.
toggle("mkw-trouble",d)},b=async(r,d)=>{try{return await o(r,d)}catch(C){return f(B(C),!0),null}},h=r=>b("open",{seq:r}),
x=r=>b("step",{by:r}),w=r=>b("brush",{span:r}),T=e("span",{}),P=Z("Lanes",r=>b("lay",{by:r})),S=Z("Time",r=>{y.show(null),
b("lay",{time:r})}),i=e("header",{class:"mkt-head"},e("div",{class:"mkt-what"},e("b",{},"Timeline"),T),e("div",{class:"m\
kw-row mkt-controls"},e("label",{},"Lanes ",P),e("label",{},"Time ",S))),u=e("div",{class:"mkt-legend"}),k=Q("What dragg\
ing does",[{value:"zoom",text:"Zoom",title:"Drag over a time to zoom in; double-click shows all; Ctrl and the wheel zoom"},
{value:"move",text:"Move",title:"Drag to move; the wheel zooms"},{value:"select",text:"Select",title:"Drag over a time t\
o select what changed in it"}],r=>{k.show(r),n.dataset.tool=r,y.use(r)}),A=e("span",{class:"mkt-ranges",role:"group","ar\
ia-label":"Time shown"}),l=e("div",{class:"mkw-row mkt-bar"},u,e("span",{class:"mkw-row mkt-end"},A,e("span",{class:"mkw\
-choice"},e("button",{type:"button","aria-label":"Zoom out",title:"Zoom out",onclick:()=>y.zoom(2)},"−"),e("button",{type:"\
button","aria-label":"Zoom in",title:"Zoom in",onclick:()=>y.zoom(.5)},"+")),k)),m=e("p",{class:"mkt-empty",hidden:!0}),
g=e("p",{class:"mkw-note mkt-notes"}),v=e("p",{class:"mkw-note mkt-saidline",role:"status"}),E=e("div",{"aria-live":"pol\
ite"}),$=e("div",{}),D=e("div",{}),y=ct(n,o,{open:h,step:x,brush:w,bar:async([r,d,C])=>{let _=await b("bar",{lane:r,low:d,
high:C});_&&(p=_,J())},drew:r=>{g.textContent=[r.bars,...t.get("about").notes].filter(Boolean).join(" "),H()},trouble:r=>f(
r,!0)}),M=I(()=>t.get("brush").code??t.get("about").code),ut=e("div",{class:"mkw-row mkt-foot"},g,e("span",{class:"mkt-e\
nd"},M.button));n.append(i,l,y.box,m,ut,M.box,v,D,$,E),a.append(n);let dt=tt(n,t.get("key"));function mt(){let r=t.get("\
about");T.textContent=`${O(r.total,"change")} of ${O(r.memories,"memory","memories")}`,G(P,r.lanes,r.by),G(S,r.times,r.time),
u.replaceChildren(...r.kinds.map(({event:d,count:C})=>e("span",{class:"mkt-key"},q(d),`${d} `,e("span",{class:"mkw-muted"},
L(C))))),m.hidden=!r.empty,m.textContent=r.empty;for(let d of[y.box,l])d.hidden=!!r.empty;g.textContent=r.notes.join(" "),
M.refresh()}function H(){let r=lt.filter(([,d])=>d<y.reaches());A.replaceChildren(...r.map(([d,C])=>e("button",{type:"bu\
tton",class:"mkw-link",title:`The last ${d.toLowerCase()}`,onclick:()=>y.last(C)},d)),e("button",{type:"button",class:"m\
kw-link",title:"All of the time",onclick:()=>y.show(null)},"All"))}let N=r=>new Date(r).toISOString().slice(0,16).replace(
"T"," ");function J(){let r=p;if(!r){$.replaceChildren();return}$.replaceChildren(K(r,h,e("b",{dir:"auto"},`${r.lane}: ${O(
r.changes,"change")}`),e("span",{class:"mkw-muted"},`${N(r.low)} to ${N(r.high)} UTC`),e("span",{class:"mkw-row mkt-end"},
e("button",{type:"button",onclick:()=>y.show([r.low,r.high])},"Zoom in"),e("button",{type:"button","aria-label":"Close t\
he list",onclick:()=>{p=null,J()}},"Close"))))}function pt(){let r=t.get("brush");if(n.dataset.selected=String(r.changes??
""),M.refresh(),r.low==null){D.replaceChildren();return}let d=r,C=t.get("about").linked?"The explorer shows them.":"",_=[
e("b",{},`Selected: ${O(d.changes,"change")} of ${O(d.memories,"memory","memories")}`),e("span",{class:"mkw-muted"},[`${N(
d.low)} to ${N(d.high)} UTC`,C].filter(Boolean).join(" · ")),e("span",{class:"mkw-row mkt-end"},e("button",{type:"butto\
n",onclick:()=>y.show([d.low,d.high])},"Zoom in"),e("button",{type:"button",onclick:()=>w(null)},"Clear"))];D.replaceChildren(
K(d,h,..._))}function ft(){let r=t.get("opened");n.dataset.opened=String(r.seq??""),nt(E,r,{step:x,shut:()=>b("shut"),undo:async d=>{
let C=await b("undo",{seq:d});C&&f(C.said)}})}return s.poll(n,async()=>{let{new:r}=await o("poll");r&&f(`${O(r,"new chan\
ge")} taken over.`)}),c.push(y.close),k.show("zoom"),n.dataset.tool="zoom",H(),c.push(j(t,"about",mt),j(t,"brush",pt),j(
t,"opened",ft),j(t,"version",y.draw),et(y.draw)),o("poll").then(dt,()=>{}),it(()=>o("script")).then(y.begin,r=>f(B(r),!0)),
()=>c.forEach(r=>r())}var Pt={render:Ot};return gt(Dt);})();
export default memkit_timeline.default;
