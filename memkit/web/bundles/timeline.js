// Made of memkit/web/js/timeline by "make web": change it there.
"use strict";var memkit_timeline=(()=>{var q=Object.defineProperty;var pe=Object.getOwnPropertyDescriptor;var fe=Object.getOwnPropertyNames;var he=Object.prototype.hasOwnProperty;var be=(e,r)=>{for(var a in r)q(e,a,{get:r[a],enumerable:!0})},we=(e,r,a,n)=>{if(r&&typeof r=="object"||typeof r=="funct\
ion")for(let o of fe(r))!he.call(e,o)&&o!==a&&q(e,o,{get:()=>r[o],enumerable:!(n=pe(r,o))||n.enumerable});return e};var ke=e=>we(q({},"__esModule",{value:!0}),e);var Le={};be(Le,{default:()=>Ae});function t(e,r={},...a){let n=document.createElement(e);for(let[o,c]of Object.entries(r))c===!1||c==null||(typeof c=="fu\
nction"?n.addEventListener(o.slice(2),c):n.setAttribute(o,c===!0?"":String(c)));return n.append(...a.filter(o=>o!=null)),
n}function V(e,r){let a=t("section",{class:`memkit mkw ${e}`,"aria-label":r,"data-lm-suppress-shortcuts":"true"});for(let n of[
"keydown","keypress","keyup"])a.addEventListener(n,o=>o.stopPropagation());return a}function F(e,r){let a=t("select",{"aria-label":e});return a.addEventListener("change",()=>r(a.value)),a}function G(e,r,a){
e.replaceChildren(...r.map(n=>t("option",{value:n.value,disabled:n.disabled,title:n.title},n.text))),e.value=a}function Q(e,r,a){
let n=t("span",{class:"mkw-choice",role:"group","aria-label":e}),o=r.map(p=>t("button",{type:"button",title:p.title,"dat\
a-value":p.value,onclick:()=>a(p.value)},p.text));return n.append(...o),Object.assign(n,{show:p=>{for(let f of o)f.setAttribute(
"aria-pressed",String(f.dataset.value===p))}})}function N(e){let r=t("pre",{class:"mk-code",tabindex:"0","aria-label":"Python"}),a=t("span",{class:"mkw-note",role:"sta\
tus"}),n=t("button",{type:"button",onclick:()=>navigator.clipboard.writeText(r.textContent).then(()=>{a.textContent="Cop\
ied."},()=>{a.textContent="The browser does not allow it: mark the text and copy it."})},"Copy"),o=t("div",{class:"mkw-c\
ode",hidden:!0},r,t("div",{class:"mkw-row"},n,a)),c=t("button",{type:"button","aria-expanded":"false",onclick:()=>{o.hidden=
!o.hidden,c.setAttribute("aria-expanded",String(!o.hidden)),p()}},"Show as Python"),p=()=>{o.hidden||(r.textContent=e(),
a.textContent="")};return{button:c,box:o,refresh:p}}var ye="An answer of the kernel was lost on the way. Try it again.";var R="The kernel has lost this widget. Run the cell again.";function X(e,{onstate:r,onnews:a}){let n=`${Date.now().toString(
36)}-${Math.random().toString(36).slice(2)}`,o=new Map,c=new Map,p=0,f="live",b=!1;function h(l){l!==f&&(f=l,r(f))}function x(l,m={},g=null){
let v=++p;return g&&c.set(g,v),new Promise((A,E)=>{o.set(v,{resolve:A,reject:E,lane:g,sent:performance.now()});try{if(b)
throw new Error(R);e.send({view:n,number:v,lane:g,method:l,given:m})}catch{o.delete(v),h("gone"),E(new Error(R))}})}function w(l){
if(l.news){a(l.news);return}let m=l.view===n&&o.get(l.number);m&&(o.delete(l.number),h("live"),P(l.number),!T(l.number,m)&&
(l.trouble?m.reject(new Error(l.trouble)):m.resolve(l.answer)))}let T=(l,{lane:m})=>m&&c.get(m)!==l;function P(l){for(let[
m,g]of o)m>l||(o.delete(m),T(m,g)||g.reject(new Error(ye)))}function S(){let l=Math.min(...[...o.values()].map(m=>m.sent));
f!=="gone"&&performance.now()-l>4e3&&h("busy")}function i(){b=!0,h("gone");for(let{reject:l}of o.values())l(new Error(R));
o.clear()}let u=["comm_live_update","comm:close","destroy"];e.on("msg:custom",w);for(let l of u)e.on(l,i);let k=[()=>e.off(
"msg:custom",w),...u.map(l=>()=>e.off(l,i))];function $(l,m){let g=!1,v=!1,A=new IntersectionObserver(D=>{g=D[D.length-1].
isIntersecting});A.observe(l);let E=setInterval(()=>{S(),!(!g||document.hidden||b||v)&&(v=!0,m().catch(()=>{}).finally(()=>{
v=!1}))},1e3);k.push(()=>A.disconnect(),()=>clearInterval(E))}return{ask:x,poll:$,close:()=>k.forEach(l=>l())}}function j(e,r,a){return e.on(`change:${r}`,a),a(),()=>e.off(`change:${r}`,a)}var B=e=>e instanceof Error?e.message:String(e),L=e=>e.toLocaleString("en"),O=(e,r,a=`${r}s`)=>`${L(e)} ${e===1?r:a}`;var z=(e,r)=>getComputedStyle(e).getPropertyValue(`--mk-${r}`).trim();function ee(e){let r=()=>requestAnimationFrame(e),
a=new MutationObserver(r),n=["data-jp-theme-light","data-jp-theme-name","class","theme","data-theme"];for(let c of[document.
body,document.documentElement])a.observe(c,{attributes:!0,attributeFilter:n});let o=matchMedia("(prefers-color-scheme: d\
ark)");return o.addEventListener("change",r),()=>{a.disconnect(),o.removeEventListener("change",r)}}var ge={added:"ins",removed:"del",same:"span"},te=e=>e.map(([r,a])=>t(ge[r],{},a));var xe={ADD:"A",UPDATE:"U",DELETE:"D"},U=e=>t("span",{class:`mkt-kind mkt-${e.toLowerCase()}`,title:e,role:"img","aria-l\
abel":e},xe[e]),ve=e=>t("p",{class:"mk-text mkt-text",dir:"auto"},...te(e));function oe(e,r,{undo:a,step:n,shut:o}){if(!r.
seq){e.replaceChildren();return}let c=r,p=N(()=>`${c.code}
${c.undo_code}`),f=c.later===1?"The later change of this memory goes with it.":`The ${L(c.later)} later changes of this \
memory go with it.`,b=[...c.whose,["recorded",c.at],["occurred",c.occurred],["by",c.actor],["because",c.reason]].filter(
([,h])=>h);e.replaceChildren(t("section",{class:"mkt-opened","aria-label":`Change ${c.seq}`},t("div",{class:"mkw-row mkt\
-openedhead"},U(c.event),t("b",{},`${c.event} · change ${L(c.seq)}`),t("code",{class:"mk-id",title:c.id},c.id.slice(-8)),
t("span",{class:"mkw-row mkt-end"},t("button",{type:"button",onclick:()=>n(-1),title:"The change before, in time"},"‹ Pr\
evious"),t("button",{type:"button",onclick:()=>n(1),title:"The change after, in time"},"Next ›"),t("button",{type:"but\
ton",onclick:o,"aria-label":"Close the change"},"Close"))),ve(c.parts),c.fields.length?t("ul",{class:"mkt-fields"},...c.
fields.map(({name:h,old:x,new:w})=>t("li",{dir:"auto"},t("span",{class:"mkw-muted"},`${h} `),x?t("del",{},x):null,x&&w?"\
 ":null,w?t("ins",{},w):null))):null,t("p",{class:"mkt-facts"},...b.map(([h,x])=>t("span",{dir:"auto"},t("span",{class:"\
mkw-muted"},`${h} `),x))),t("div",{class:"mkw-row"},t("button",{type:"button",disabled:!c.undoable,onclick:()=>a(c.seq),
title:c.undoable?"Bring the memory back to what it was before this change":"The memory is as it was before this change"},
"Undo"),c.undoable&&c.later?t("span",{class:"mkw-note"},f):null,c.undoable?null:t("span",{class:"mkw-note"},"Nothing to \
undo: the memory is as it was before this change."),t("span",{class:"mkt-end"},p.button)),p.box))}function K(e,r,...a){return t(
"section",{class:"mkt-list"},t("div",{class:"mkw-row"},...a),t("ol",{},...e.items.map(n=>t("li",{},t("button",{type:"but\
ton",class:"mkt-item",onclick:()=>r(n.seq)},U(n.event),t("span",{class:"mkt-when"},n.at),t("span",{class:"mkt-said",dir:"\
auto"},n.text))))),e.more?t("p",{class:"mkw-note"},`And ${L(e.more)} earlier ones. Zoom in to see them.`):null)}var Z=864e5,re=[["Day",Z],["Week",7*Z],["Month",30*Z],["Year",365*Z]],Ce=130,Te={displayModeBar:!1,displaylogo:!1,showSendToCloud:!1,
doubleClick:!1,scrollZoom:!0,responsive:!1,showTips:!1},ne={zoom:"zoom",move:"pan",select:"select"};function se(e){if(typeof e==
"number")return e;let r=e.replace(" ","T");return Date.parse(r.length>10?`${r}Z`:r)}function ae([e,r]){let[a,n]=[se(e),se(
r)];return a<=n?[a,n]:[n,a]}function le(e,r,a){let n=t("div",{class:"mkt-plot",tabindex:"0",role:"group","aria-label":"T\
imeline. Left and right arrow keys open the change before and after, plus and minus zoom, 0 shows all."}),o={Plotly:null,
span:null,whole:null,tool:"zoom",busy:!1,again:!1,closed:!1},c=()=>Object.fromEntries(["add","update","delete","text","m\
uted","line","accent"].map(i=>[i,z(e,i)]).concat([["letter",z(e,"surface")]])),p=()=>n._fullLayout?._size?.w||Math.max(n.
clientWidth-Ce,200);async function f(){if(o.busy){o.again=!0;return}o.busy=!0;try{let{Plotly:i}=o;if(!i||o.closed||!n.clientWidth)
return;let u=p(),k=await r("picture",{span:o.span,width:u,colours:c()});if(o.closed)return;o.span||(o.whole=k.span);let{
data:$,layout:l}=k.spec;l.dragmode=ne[o.tool],l.selectdirection="h",l.selections=[],l.font.family=getComputedStyle(e).fontFamily,
l.width=n.clientWidth,l.hoverlabel.font={family:l.font.family,size:12,color:z(e,"text")},l.hoverlabel.bgcolor=z(e,"raise\
d"),l.hoverlabel.bordercolor=z(e,"line");let m=!n._fullLayout;await i.react(n,$,l,Te),m&&x(),e.dataset.drawn=String(Number(
e.dataset.drawn??0)+1),a.drew(k),Math.abs(p()-u)>24&&(o.again=!0)}catch(i){a.trouble(B(i))}finally{o.busy=!1,o.again&&(o.
again=!1,f())}}let b,h=()=>{clearTimeout(b),b=setTimeout(f,60)};function x(){n.on("plotly_click",({points:i})=>{let u=i.
find(k=>k.customdata!=null)?.customdata;u!=null&&(Array.isArray(u)?a.bar(u):a.open(u))}),n.on("plotly_relayout",i=>{let u=i["\
xaxis.range"]??[i["xaxis.range[0]"],i["xaxis.range[1]"]];u[0]!=null&&(o.span=ae(u),h())}),n.on("plotly_doubleclick",()=>w(
null)),n.on("plotly_selected",i=>{let u=i?.range?.x;u&&a.brush(ae(u))})}function w(i){o.span=i,h()}function T(i){let[u,k]=o.
span??o.whole??[0,1],[$,l]=[(u+k)/2,(k-u)/2*i];w([$-l,$+l])}function P(i){o.whole&&w([o.whole[1]-i,o.whole[1]])}n.addEventListener(
"wheel",i=>{!i.ctrlKey&&!i.metaKey&&o.tool!=="move"&&i.stopPropagation()},{capture:!0}),n.addEventListener("keydown",i=>{
let u={ArrowRight:()=>a.step(1),ArrowLeft:()=>a.step(-1),"+":()=>T(.5),"=":()=>T(.5),"-":()=>T(2),0:()=>w(null)}[i.key];
!u||i.target!==n||i.ctrlKey||i.metaKey||i.altKey||(i.preventDefault(),u())});let S=new ResizeObserver(h);return S.observe(
n),{box:n,draw:h,show:w,zoom:T,last:P,reaches:()=>o.whole?o.whole[1]-o.whole[0]:0,use:i=>{o.tool=i,n._fullLayout&&o.Plotly?.
relayout(n,{dragmode:ne[i]})},begin:i=>{o.Plotly=i,f()},close:()=>{o.closed=!0,clearTimeout(b),S.disconnect(),n._fullLayout&&
o.Plotly?.purge(n)}}}var W=globalThis,Y=Symbol.for("memkit.plotly");async function $e(e){let r=Uint8Array.from(atob(e),n=>n.charCodeAt(0)),a=new Blob(
[r]).stream().pipeThrough(new DecompressionStream("gzip"));return new Response(a).text()}async function Ee({packed:e}){let a=`\
const module = { exports: {} }; const exports = module.exports; const define = undefined;
${await $e(e)}
export default module.exports;`,n=URL.createObjectURL(new Blob([a],{type:"text/javascript"})),o=Object.getOwnPropertyDescriptor(
window,"Plotly");try{return(await import(n)).default}finally{URL.revokeObjectURL(n),o?Object.defineProperty(window,"Plot\
ly",o):Reflect.deleteProperty(window,"Plotly")}}function ce(e){return W[Y]??=e().then(Ee).catch(r=>{throw delete W[Y],r}),
W[Y]}function Se({model:e,el:r}){let a=V("mkt","Timeline of changes"),n=X(e,{onstate:s=>f({live:"",busy:"The kernel is busy: \
this waits for it.",gone:R}[s],s!=="live"),onnews:()=>{}}),{ask:o}=n,c=[n.close],p=null,f=(s,d=!1)=>{v.textContent=s,v.classList.
toggle("mkw-trouble",d)},b=async(s,d)=>{try{return await o(s,d)}catch(C){return f(B(C),!0),null}},h=s=>b("open",{seq:s}),
x=s=>b("step",{by:s}),w=s=>b("brush",{span:s}),T=t("span",{}),P=F("Lanes",s=>b("lay",{by:s})),S=F("Time",s=>{y.show(null),
b("lay",{time:s})}),i=t("header",{class:"mkt-head"},t("div",{class:"mkt-what"},t("b",{},"Timeline"),T),t("div",{class:"m\
kw-row mkt-controls"},t("label",{},"Lanes ",P),t("label",{},"Time ",S))),u=t("div",{class:"mkt-legend"}),k=Q("What dragg\
ing does",[{value:"zoom",text:"Zoom",title:"Drag over a time to zoom in; double-click shows all; Ctrl and the wheel zoom"},
{value:"move",text:"Move",title:"Drag to move; the wheel zooms"},{value:"select",text:"Select",title:"Drag over a time t\
o select what changed in it"}],s=>{k.show(s),a.dataset.tool=s,y.use(s)}),$=t("span",{class:"mkt-ranges",role:"group","ar\
ia-label":"Time shown"}),l=t("div",{class:"mkw-row mkt-bar"},u,t("span",{class:"mkw-row mkt-end"},$,t("span",{class:"mkw\
-choice"},t("button",{type:"button","aria-label":"Zoom out",title:"Zoom out",onclick:()=>y.zoom(2)},"−"),t("button",{type:"\
button","aria-label":"Zoom in",title:"Zoom in",onclick:()=>y.zoom(.5)},"+")),k)),m=t("p",{class:"mkt-empty",hidden:!0}),
g=t("p",{class:"mkw-note mkt-notes"}),v=t("p",{class:"mkw-note mkt-saidline",role:"status"}),A=t("div",{"aria-live":"pol\
ite"}),E=t("div",{}),D=t("div",{}),y=le(a,o,{open:h,step:x,brush:w,bar:async([s,d,C])=>{let I=await b("bar",{lane:s,low:d,
high:C});I&&(p=I,J())},drew:s=>{g.textContent=[s.bars,...e.get("about").notes].filter(Boolean).join(" "),H()},trouble:s=>f(
s,!0)}),M=N(()=>e.get("brush").code??e.get("about").code),ie=t("div",{class:"mkw-row mkt-foot"},g,t("span",{class:"mkt-e\
nd"},M.button));a.append(i,l,y.box,m,ie,M.box,v,D,E,A),r.append(a);function ue(){let s=e.get("about");T.textContent=`${O(
s.total,"change")} of ${O(s.memories,"memory","memories")}`,G(P,s.lanes,s.by),G(S,s.times,s.time),u.replaceChildren(...s.
kinds.map(({event:d,count:C})=>t("span",{class:"mkt-key"},U(d),`${d} `,t("span",{class:"mkw-muted"},L(C))))),m.hidden=!s.
empty,m.textContent=s.empty;for(let d of[y.box,l])d.hidden=!!s.empty;g.textContent=s.notes.join(" "),M.refresh()}function H(){
let s=re.filter(([,d])=>d<y.reaches());$.replaceChildren(...s.map(([d,C])=>t("button",{type:"button",class:"mkw-link",title:`\
The last ${d.toLowerCase()}`,onclick:()=>y.last(C)},d)),t("button",{type:"button",class:"mkw-link",title:"All of the tim\
e",onclick:()=>y.show(null)},"All"))}let _=s=>new Date(s).toISOString().slice(0,16).replace("T"," ");function J(){let s=p;
if(!s){E.replaceChildren();return}E.replaceChildren(K(s,h,t("b",{dir:"auto"},`${s.lane}: ${O(s.changes,"change")}`),t("s\
pan",{class:"mkw-muted"},`${_(s.low)} to ${_(s.high)} UTC`),t("span",{class:"mkw-row mkt-end"},t("button",{type:"button",
onclick:()=>y.show([s.low,s.high])},"Zoom in"),t("button",{type:"button","aria-label":"Close the list",onclick:()=>{p=null,
J()}},"Close"))))}function de(){let s=e.get("brush");if(a.dataset.selected=String(s.changes??""),M.refresh(),s.low==null){
D.replaceChildren();return}let d=s,C=e.get("about").linked?"The explorer shows them.":"",I=[t("b",{},`Selected: ${O(d.changes,
"change")} of ${O(d.memories,"memory","memories")}`),t("span",{class:"mkw-muted"},[`${_(d.low)} to ${_(d.high)} UTC`,C].
filter(Boolean).join(" · ")),t("span",{class:"mkw-row mkt-end"},t("button",{type:"button",onclick:()=>y.show([d.low,d.high])},
"Zoom in"),t("button",{type:"button",onclick:()=>w(null)},"Clear"))];D.replaceChildren(K(d,h,...I))}function me(){let s=e.
get("opened");a.dataset.opened=String(s.seq??""),oe(A,s,{step:x,shut:()=>b("shut"),undo:async d=>{let C=await b("undo",{
seq:d});C&&f(C.said)}})}return n.poll(a,async()=>{let{new:s}=await o("poll");s&&f(`${O(s,"new change")} taken over.`)}),
c.push(y.close),k.show("zoom"),a.dataset.tool="zoom",H(),c.push(j(e,"about",ue),j(e,"brush",de),j(e,"opened",me),j(e,"ve\
rsion",y.draw),ee(y.draw)),ce(()=>o("script")).then(y.begin,s=>f(B(s),!0)),()=>c.forEach(s=>s())}var Ae={render:Se};return ke(Le);})();
export default memkit_timeline.default;
