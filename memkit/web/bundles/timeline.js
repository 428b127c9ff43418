// Made of memkit/web/js/timeline by "make web": change it there.
"use strict";var memkit_timeline=(()=>{var q=Object.defineProperty;var he=Object.getOwnPropertyDescriptor;var be=Object.getOwnPropertyNames;var we=Object.prototype.hasOwnProperty;var ke=(e,r)=>{for(var a in r)q(e,a,{get:r[a],enumerable:!0})},ye=(e,r,a,n)=>{if(r&&typeof r=="object"||typeof r=="funct\
ion")for(let o of be(r))!we.call(e,o)&&o!==a&&q(e,o,{get:()=>r[o],enumerable:!(n=he(r,o))||n.enumerable});return e};var ge=e=>ye(q({},"__esModule",{value:!0}),e);var Pe={};ke(Pe,{default:()=>Le});function t(e,r={},...a){let n=document.createElement(e);for(let[o,c]of Object.entries(r))c===!1||c==null||(typeof c=="fu\
nction"?n.addEventListener(o.slice(2),c):n.setAttribute(o,c===!0?"":String(c)));return n.append(...a.filter(o=>o!=null)),
n}function V(e,r){let a=t("section",{class:`memkit mkw ${e}`,"aria-label":r,"data-lm-suppress-shortcuts":"true"});for(let n of[
"keydown","keypress","keyup"])a.addEventListener(n,o=>o.stopPropagation());return a}function F(e,r){let a=t("select",{"aria-label":e});return a.addEventListener("change",()=>r(a.value)),a}function G(e,r,a){
e.replaceChildren(...r.map(n=>t("option",{value:n.value,disabled:n.disabled,title:n.title},n.text))),e.value=a}function Q(e,r,a){
let n=t("span",{class:"mkw-choice",role:"group","aria-label":e}),o=r.map(p=>t("button",{type:"button",title:p.title,"dat\
a-value":p.value,onclick:()=>a(p.value)},p.text));return n.append(...o),Object.assign(n,{show:p=>{for(let f of o)f.setAttribute(
"aria-pressed",String(f.dataset.value===p))}})}function _(e){let r=t("pre",{class:"mk-code",tabindex:"0","aria-label":"Python"}),a=t("span",{class:"mkw-note",role:"sta\
tus"}),n=t("button",{type:"button",onclick:()=>navigator.clipboard.writeText(r.textContent).then(()=>{a.textContent="Cop\
ied."},()=>{a.textContent="The browser does not allow it: mark the text and copy it."})},"Copy"),o=t("div",{class:"mkw-c\
ode",hidden:!0},r,t("div",{class:"mkw-row"},n,a)),c=t("button",{type:"button","aria-expanded":"false",onclick:()=>{o.hidden=
!o.hidden,c.setAttribute("aria-expanded",String(!o.hidden)),p()}},"Show as Python"),p=()=>{o.hidden||(r.textContent=e(),
a.textContent="")};return{button:c,box:o,refresh:p}}var xe="An answer of the kernel was lost on the way. Try it again.";var R="The kernel has lost this widget. Run the cell again.";function X(e,{onstate:r,onnews:a}){let n=`${Date.now().toString(
36)}-${Math.random().toString(36).slice(2)}`,o=new Map,c=new Map,p=0,f="live",b=!1;function h(l){l!==f&&(f=l,r(f))}function x(l,m={},g=null){
let v=++p;return g&&c.set(g,v),new Promise((A,$)=>{o.set(v,{resolve:A,reject:$,lane:g,sent:performance.now()});try{if(b)
throw new Error(R);e.send({view:n,number:v,lane:g,method:l,given:m})}catch{o.delete(v),h("gone"),$(new Error(R))}})}function w(l){
if(l.news){a(l.news);return}let m=l.view===n&&o.get(l.number);m&&(o.delete(l.number),h("live"),P(l.number),!T(l.number,m)&&
(l.trouble?m.reject(new Error(l.trouble)):m.resolve(l.answer)))}let T=(l,{lane:m})=>m&&c.get(m)!==l;function P(l){for(let[
m,g]of o)m>l||(o.delete(m),T(m,g)||g.reject(new Error(xe)))}function E(){let l=Math.min(...[...o.values()].map(m=>m.sent));
f!=="gone"&&performance.now()-l>4e3&&h("busy")}function i(){b=!0,h("gone");for(let{reject:l}of o.values())l(new Error(R));
o.clear()}let u=["comm_live_update","comm:close","destroy"];e.on("msg:custom",w);for(let l of u)e.on(l,i);let k=[()=>e.off(
"msg:custom",w),...u.map(l=>()=>e.off(l,i))];function S(l,m){let g=!1,v=!1,A=new IntersectionObserver(D=>{g=D[D.length-1].
isIntersecting});A.observe(l);let $=setInterval(()=>{E(),!(!g||document.hidden||b||v)&&(v=!0,m().catch(()=>{}).finally(()=>{
v=!1}))},1e3);k.push(()=>A.disconnect(),()=>clearInterval($))}return{ask:x,poll:S,close:()=>k.forEach(l=>l())}}function j(e,r,a){return e.on(`change:${r}`,a),a(),()=>e.off(`change:${r}`,a)}var B=e=>e instanceof Error?e.message:String(e),O=e=>e.toLocaleString("en"),L=(e,r,a=`${r}s`)=>`${O(e)} ${e===1?r:a}`;var z=(e,r)=>getComputedStyle(e).getPropertyValue(`--mk-${r}`).trim();function ee(e){let r=()=>requestAnimationFrame(e),
a=new MutationObserver(r),n=["data-jp-theme-light","data-jp-theme-name","class","theme","data-theme"];for(let c of[document.
body,document.documentElement])a.observe(c,{attributes:!0,attributeFilter:n});let o=matchMedia("(prefers-color-scheme: d\
ark)");return o.addEventListener("change",r),()=>{a.disconnect(),o.removeEventListener("change",r)}}var ve={added:"ins",removed:"del",same:"span"},Ce=new Set(["add","update","delete","none"]),te=e=>{let r=e.toLowerCase();
return Ce.has(r)?r:"other"},oe=e=>e.map(([r,a])=>t(ve[r],{},a));var ne={ADD:"A",UPDATE:"U",DELETE:"D"},U=e=>t("span",{class:`mkt-kind mkt-${te(e)}`,title:e,role:"img","aria-label":e},Object.
hasOwn(ne,e)?ne[e]:"?"),Te=e=>t("p",{class:"mk-text mkt-text",dir:"auto"},...oe(e));function se(e,r,{undo:a,step:n,shut:o}){
if(!r.seq){e.replaceChildren();return}let c=r,p=_(()=>`${c.code}
${c.undo_code}`),f=c.later===1?"The later change of this memory goes with it.":`The ${O(c.later)} later changes of this \
memory go with it.`,b=[...c.whose,["recorded",c.at],["occurred",c.occurred],["by",c.actor],["because",c.reason]].filter(
([,h])=>h);e.replaceChildren(t("section",{class:"mkt-opened","aria-label":`Change ${c.seq}`},t("div",{class:"mkw-row mkt\
-openedhead"},U(c.event),t("b",{},`${c.event} · change ${O(c.seq)}`),t("code",{class:"mk-id",title:c.id},c.id.slice(-8)),
t("span",{class:"mkw-row mkt-end"},t("button",{type:"button",onclick:()=>n(-1),title:"The change before, in time"},"‹ Pr\
evious"),t("button",{type:"button",onclick:()=>n(1),title:"The change after, in time"},"Next ›"),t("button",{type:"but\
ton",onclick:o,"aria-label":"Close the change"},"Close"))),Te(c.parts),c.fields.length?t("ul",{class:"mkt-fields"},...c.
fields.map(({name:h,old:x,new:w})=>t("li",{dir:"auto"},t("span",{class:"mkw-muted"},`${h} `),x?t("del",{},x):null,x&&w?"\
 ":null,w?t("ins",{},w):null))):null,t("p",{class:"mkt-facts"},...b.map(([h,x])=>t("span",{dir:"auto"},t("span",{class:"\
mkw-muted"},`${h} `),x))),t("div",{class:"mkw-row"},t("button",{type:"button",disabled:!c.undoable,onclick:()=>a(c.seq),
title:c.undoable?"Bring the memory back to what it was before this change":"The memory is as it was before this change"},
"Undo"),c.undoable&&c.later?t("span",{class:"mkw-note"},f):null,c.undoable?null:t("span",{class:"mkw-note"},"Nothing to \
undo: the memory is as it was before this change."),t("span",{class:"mkt-end"},p.button)),p.box))}function K(e,r,...a){return t(
"section",{class:"mkt-list"},t("div",{class:"mkw-row"},...a),t("ol",{},...e.items.map(n=>t("li",{},t("button",{type:"but\
ton",class:"mkt-item",onclick:()=>r(n.seq)},U(n.event),t("span",{class:"mkt-when"},n.at),t("span",{class:"mkt-said",dir:"\
auto"},n.text))))),e.more?t("p",{class:"mkw-note"},`And ${O(e.more)} earlier ones. Zoom in to see them.`):null)}var Z=864e5,ce=[["Day",Z],["Week",7*Z],["Month",30*Z],["Year",365*Z]],Se=130,$e={displayModeBar:!1,displaylogo:!1,showSendToCloud:!1,
doubleClick:!1,scrollZoom:!0,responsive:!1,showTips:!1},ae={zoom:"zoom",move:"pan",select:"select"};function re(e){if(typeof e==
"number")return e;let r=e.replace(" ","T");return Date.parse(r.length>10?`${r}Z`:r)}function le([e,r]){let[a,n]=[re(e),re(
r)];return a<=n?[a,n]:[n,a]}function ie(e,r,a){let n=t("div",{class:"mkt-plot",tabindex:"0",role:"group","aria-label":"T\
imeline. Left and right arrow keys open the change before and after, plus and minus zoom, 0 shows all."}),o={Plotly:null,
span:null,whole:null,tool:"zoom",busy:!1,again:!1,closed:!1},c=()=>Object.fromEntries(["add","update","delete","text","m\
uted","line","accent"].map(i=>[i,z(e,i)]).concat([["letter",z(e,"surface")]])),p=()=>n._fullLayout?._size?.w||Math.max(n.
clientWidth-Se,200);async function f(){if(o.busy){o.again=!0;return}o.busy=!0;try{let{Plotly:i}=o;if(!i||o.closed||!n.clientWidth)
return;let u=p(),k=await r("picture",{span:o.span,width:u,colours:c()});if(o.closed)return;o.span||(o.whole=k.span);let{
data:S,layout:l}=k.spec;l.dragmode=ae[o.tool],l.selectdirection="h",l.selections=[],l.font.family=getComputedStyle(e).fontFamily,
l.width=n.clientWidth,l.hoverlabel.font={family:l.font.family,size:12,color:z(e,"text")},l.hoverlabel.bgcolor=z(e,"raise\
d"),l.hoverlabel.bordercolor=z(e,"line");let m=!n._fullLayout;await i.react(n,S,l,$e),m&&x(),e.dataset.drawn=String(Number(
e.dataset.drawn??0)+1),a.drew(k),Math.abs(p()-u)>24&&(o.again=!0)}catch(i){a.trouble(B(i))}finally{o.busy=!1,o.again&&(o.
again=!1,f())}}let b,h=()=>{clearTimeout(b),b=setTimeout(f,60)};function x(){n.on("plotly_click",({points:i})=>{let u=i.
find(k=>k.customdata!=null)?.customdata;u!=null&&(Array.isArray(u)?a.bar(u):a.open(u))}),n.on("plotly_relayout",i=>{let u=i["\
xaxis.range"]??[i["xaxis.range[0]"],i["xaxis.range[1]"]];u[0]!=null&&(o.span=le(u),h())}),n.on("plotly_doubleclick",()=>w(
null)),n.on("plotly_selected",i=>{let u=i?.range?.x;u&&a.brush(le(u))})}function w(i){o.span=i,h()}function T(i){let[u,k]=o.
span??o.whole??[0,1],[S,l]=[(u+k)/2,(k-u)/2*i];w([S-l,S+l])}function P(i){o.whole&&w([o.whole[1]-i,o.whole[1]])}n.addEventListener(
"wheel",i=>{!i.ctrlKey&&!i.metaKey&&o.tool!=="move"&&i.stopPropagation()},{capture:!0}),n.addEventListener("keydown",i=>{
let u={ArrowRight:()=>a.step(1),ArrowLeft:()=>a.step(-1),"+":()=>T(.5),"=":()=>T(.5),"-":()=>T(2),0:()=>w(null)}[i.key];
!u||i.target!==n||i.ctrlKey||i.metaKey||i.altKey||(i.preventDefault(),u())});let E=new ResizeObserver(h);return E.observe(
n),{box:n,draw:h,show:w,zoom:T,last:P,reaches:()=>o.whole?o.whole[1]-o.whole[0]:0,use:i=>{o.tool=i,n._fullLayout&&o.Plotly?.
relayout(n,{dragmode:ae[i]})},begin:i=>{o.Plotly=i,f()},close:()=>{o.closed=!0,clearTimeout(b),E.disconnect(),n._fullLayout&&
o.Plotly?.purge(n)}}}var W=globalThis,Y=Symbol.for("memkit.plotly");async function Ee(e){let r=Uint8Array.from(atob(e),n=>n.charCodeAt(0)),a=new Blob(
[r]).stream().pipeThrough(new DecompressionStream("gzip"));return new Response(a).text()}async function Ae({packed:e}){let a=`\
const module = { exports: {} }; const exports = module.exports; const define = undefined;
${await Ee(e)}
export default module.exports;`,n=URL.createObjectURL(new Blob([a],{type:"text/javascript"})),o=Object.getOwnPropertyDescriptor(
window,"Plotly");try{return(await import(n)).default}finally{URL.revokeObjectURL(n),o?Object.defineProperty(window,"Plot\
ly",o):Reflect.deleteProperty(window,"Plotly")}}function ue(e){return W[Y]??=e().then(Ae).catch(r=>{throw delete W[Y],r}),
W[Y]}function Oe({model:e,el:r}){let a=V("mkt","Timeline of changes"),n=X(e,{onstate:s=>f({live:"",busy:"The kernel is busy: \
this waits for it.",gone:R}[s],s!=="live"),onnews:()=>{}}),{ask:o}=n,c=[n.close],p=null,f=(s,d=!1)=>{v.textContent=s,v.classList.
toggle("mkw-trouble",d)},b=async(s,d)=>{try{return await o(s,d)}catch(C){return f(B(C),!0),null}},h=s=>b("open",{seq:s}),
x=s=>b("step",{by:s}),w=s=>b("brush",{span:s}),T=t("span",{}),P=F("Lanes",s=>b("lay",{by:s})),E=F("Time",s=>{y.show(null),
b("lay",{time:s})}),i=t("header",{class:"mkt-head"},t("div",{class:"mkt-what"},t("b",{},"Timeline"),T),t("div",{class:"m\
kw-row mkt-controls"},t("label",{},"Lanes ",P),t("label",{},"Time ",E))),u=t("div",{class:"mkt-legend"}),k=Q("What dragg\
ing does",[{value:"zoom",text:"Zoom",title:"Drag over a time to zoom in; double-click shows all; Ctrl and the wheel zoom"},
{value:"move",text:"Move",title:"Drag to move; the wheel zooms"},{value:"select",text:"Select",title:"Drag over a time t\
o select what changed in it"}],s=>{k.show(s),a.dataset.tool=s,y.use(s)}),S=t("span",{class:"mkt-ranges",role:"group","ar\
ia-label":"Time shown"}),l=t("div",{class:"mkw-row mkt-bar"},u,t("span",{class:"mkw-row mkt-end"},S,t("span",{class:"mkw\
-choice"},t("button",{type:"button","aria-label":"Zoom out",title:"Zoom out",onclick:()=>y.zoom(2)},"−"),t("button",{type:"\
button","aria-label":"Zoom in",title:"Zoom in",onclick:()=>y.zoom(.5)},"+")),k)),m=t("p",{class:"mkt-empty",hidden:!0}),
g=t("p",{class:"mkw-note mkt-notes"}),v=t("p",{class:"mkw-note mkt-saidline",role:"status"}),A=t("div",{"aria-live":"pol\
ite"}),$=t("div",{}),D=t("div",{}),y=ie(a,o,{open:h,step:x,brush:w,bar:async([s,d,C])=>{let N=await b("bar",{lane:s,low:d,
high:C});N&&(p=N,J())},drew:s=>{g.textContent=[s.bars,...e.get("about").notes].filter(Boolean).join(" "),H()},trouble:s=>f(
s,!0)}),I=_(()=>e.get("brush").code??e.get("about").code),de=t("div",{class:"mkw-row mkt-foot"},g,t("span",{class:"mkt-e\
nd"},I.button));a.append(i,l,y.box,m,de,I.box,v,D,$,A),r.append(a);function me(){let s=e.get("about");T.textContent=`${L(
s.total,"change")} of ${L(s.memories,"memory","memories")}`,G(P,s.lanes,s.by),G(E,s.times,s.time),u.replaceChildren(...s.
kinds.map(({event:d,count:C})=>t("span",{class:"mkt-key"},U(d),`${d} `,t("span",{class:"mkw-muted"},O(C))))),m.hidden=!s.
empty,m.textContent=s.empty;for(let d of[y.box,l])d.hidden=!!s.empty;g.textContent=s.notes.join(" "),I.refresh()}function H(){
let s=ce.filter(([,d])=>d<y.reaches());S.replaceChildren(...s.map(([d,C])=>t("button",{type:"button",class:"mkw-link",title:`\
The last ${d.toLowerCase()}`,onclick:()=>y.last(C)},d)),t("button",{type:"button",class:"mkw-link",title:"All of the tim\
e",onclick:()=>y.show(null)},"All"))}let M=s=>new Date(s).toISOString().slice(0,16).replace("T"," ");function J(){let s=p;
if(!s){$.replaceChildren();return}$.replaceChildren(K(s,h,t("b",{dir:"auto"},`${s.lane}: ${L(s.changes,"change")}`),t("s\
pan",{class:"mkw-muted"},`${M(s.low)} to ${M(s.high)} UTC`),t("span",{class:"mkw-row mkt-end"},t("button",{type:"button",
onclick:()=>y.show([s.low,s.high])},"Zoom in"),t("button",{type:"button","aria-label":"Close the list",onclick:()=>{p=null,
J()}},"Close"))))}function pe(){let s=e.get("brush");if(a.dataset.selected=String(s.changes??""),I.refresh(),s.low==null){
D.replaceChildren();return}let d=s,C=e.get("about").linked?"The explorer shows them.":"",N=[t("b",{},`Selected: ${L(d.changes,
"change")} of ${L(d.memories,"memory","memories")}`),t("span",{class:"mkw-muted"},[`${M(d.low)} to ${M(d.high)} UTC`,C].
filter(Boolean).join(" · ")),t("span",{class:"mkw-row mkt-end"},t("button",{type:"button",onclick:()=>y.show([d.low,d.high])},
"Zoom in"),t("button",{type:"button",onclick:()=>w(null)},"Clear"))];D.replaceChildren(K(d,h,...N))}function fe(){let s=e.
get("opened");a.dataset.opened=String(s.seq??""),se(A,s,{step:x,shut:()=>b("shut"),undo:async d=>{let C=await b("undo",{
seq:d});C&&f(C.said)}})}return n.poll(a,async()=>{let{new:s}=await o("poll");s&&f(`${L(s,"new change")} taken over.`)}),
c.push(y.close),k.show("zoom"),a.dataset.tool="zoom",H(),c.push(j(e,"about",me),j(e,"brush",pe),j(e,"opened",fe),j(e,"ve\
rsion",y.draw),ee(y.draw)),ue(()=>o("script")).then(y.begin,s=>f(B(s),!0)),()=>c.forEach(s=>s())}var Le={render:Oe};return ge(Pe);})();
export default memkit_timeline.default;
