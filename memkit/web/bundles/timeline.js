// Made of memkit/web/js/timeline by "make web": change it there.
"use strict";var memkit_timeline=(()=>{var Y=Object.defineProperty;var kt=Object.getOwnPropertyDescriptor;var gt=Object.getOwnPropertyNames;var yt=Object.prototype.hasOwnProperty;var xt=(t,l)=>{for(var s in l)Y(t,s,{get:l[s],enumerable:!0})},vt=(t,l,s,o)=>{if(l&&typeof l=="object"||typeof l=="funct\
ion")for(let n of gt(l))!yt.call(t,n)&&n!==s&&Y(t,n,{get:()=>l[n],enumerable:!(o=kt(l,n))||o.enumerable});return t};var Tt=t=>vt(Y({},"__esModule",{value:!0}),t);var It={};xt(It,{default:()=>Nt});function e(t,l={},...s){let o=document.createElement(t);for(let[n,u]of Object.entries(l))u===!1||u==null||(typeof u=="fu\
nction"?o.addEventListener(n.slice(2),u):o.setAttribute(n,u===!0?"":String(u)));return o.append(...s.filter(n=>n!=null)),
o}function et(t,l){let s=e("section",{class:`memkit mkw ${t}`,"aria-label":l,"data-lm-suppress-shortcuts":"true"});for(let o of[
"keydown","keypress","keyup"])s.addEventListener(o,n=>n.stopPropagation());return s}function H(t,l){let s=e("select",{"aria-label":t});return s.addEventListener("change",()=>l(s.value)),s}function J(t,l,s){
t.replaceChildren(...l.map(o=>e("option",{value:o.value,dir:"auto",disabled:o.disabled,title:o.title},o.text))),t.value=
s}function ot(t,l,s){let o=e("span",{class:"mkw-choice",role:"group","aria-label":t}),n=l.map(c=>e("button",{type:"butto\
n",title:c.title,"data-value":c.value,onclick:()=>s(c.value)},c.text));return o.append(...n),Object.assign(o,{show:c=>{for(let f of n)
f.setAttribute("aria-pressed",String(f.dataset.value===c))}})}function K(t){let l=e("pre",{class:"mk-code",tabindex:"0","aria-label":"Python"}),s=e("span",{class:"mkw-note",role:"sta\
tus"}),o=e("button",{type:"button",onclick:()=>navigator.clipboard.writeText(l.textContent).then(()=>{s.textContent="Cop\
ied."},()=>{s.textContent="The browser does not allow it: mark the text and copy it."})},"Copy"),n=e("div",{class:"mkw-c\
ode",hidden:!0},l,e("div",{class:"mkw-row"},o,s)),u=e("button",{type:"button","aria-expanded":"false",onclick:()=>{n.hidden=
!n.hidden,u.setAttribute("aria-expanded",String(!n.hidden)),c()}},"Show as Python"),c=()=>{n.hidden||(l.textContent=t(),
s.textContent="")};return{button:u,box:n,refresh:c}}var Ct="An answer of the kernel was lost on the way. Try it again.";var St="An answer was lost on the way and is asked for again: this takes a little longer …",U="The kernel has lost thi\
s widget. Run the cell again.";function nt(t,{onstate:l,onnews:s,onslow:o=()=>{}}){let n=`${Date.now().toString(36)}-${Math.
random().toString(36).slice(2)}`,u=new Map,c=new Map,f=new Map,x=0,b="live",g=!1;function h(a){a!==b&&(b=a,l(b))}let v=(a,d={},k=null)=>L(
{method:a,given:d,lane:k,tries:0}),$=(a,d={},k=null)=>L({method:a,given:d,lane:k,tries:5});function L(a){return new Promise(
(d,k)=>{let T={...a,resolve:d,reject:k,sent:0};T.lane&&f.set(T.lane,T),i(T)})}function i(a){let d=++x,{method:k,given:T,
lane:z}=a;a.sent=performance.now(),u.set(d,a);try{if(g)throw new Error(U);t.send({view:n,number:d,lane:z,method:k,given:T})}catch{
u.delete(d),c.delete(a),h("gone"),a.reject(new Error(U))}}function p(a){a.tries-=1,c.set(a,setTimeout(()=>{w(a)?y(a):i(a)},
3e3)),o(St)}function y(a){c.delete(a)&&!c.size&&o("")}function S(a){if(a.news){s(a.news);return}let d=a.view===n&&u.get(
a.number);d&&(u.delete(a.number),h("live"),y(d),P(a.number),!w(d)&&(a.trouble?d.reject(new Error(a.trouble)):d.resolve(a.
answer)))}let w=a=>!!a.lane&&f.get(String(a.lane))!==a;function P(a){for(let[d,k]of u)d>a||(u.delete(d),w(k)?y(k):k.tries?
p(k):(y(k),k.reject(new Error(Ct))))}function B(){let a=Math.min(...[...u.values()].map(d=>d.sent));b!=="gone"&&performance.
now()-a>4e3&&h("busy")}function D(){g=!0,h("gone");for(let{reject:a}of new Set([...u.values(),...c.keys()]))a(new Error(
U));u.clear(),R()}function R(){for(let a of c.values())clearTimeout(a);c.clear()}let M=["comm_live_update","comm:close",
"destroy"];t.on("msg:custom",S);for(let a of M)t.on(a,D);let j=[R,()=>t.off("msg:custom",S),...M.map(a=>()=>t.off(a,D))];
function _(a,d){let k=!1,T=0,z=new IntersectionObserver(A=>{k=A[A.length-1].isIntersecting});z.observe(a);let Z=setInterval(
()=>{B();let A=performance.now();!k&&!u.size||document.hidden||g||T&&A-T<15e3||(T=A,d().catch(()=>{}).finally(()=>{T=0}))},
1e3);j.push(()=>z.disconnect(),()=>clearInterval(Z))}return{ask:v,read:$,poll:_,close:()=>j.forEach(a=>a())}}function F(t,l,s){return t.on(`change:${l}`,s),s(),()=>t.off(`change:${l}`,s)}function At(t){let l=t.getRootNode();return l instanceof ShadowRoot?l.host:null}function st(t,l){let s=o=>{for(let n=t;n&&
l;n=At(n))n.setAttribute(`data-memkit-${o}`,l)};return s("widget"),requestAnimationFrame(()=>s("widget")),()=>{s("live"),
requestAnimationFrame(()=>s("live"))}}var G=t=>t instanceof Error?t.message:String(t),O=t=>t.toLocaleString("en"),E=(t,l,s=`${l}s`)=>`${O(t)} ${t===1?l:s}`;var I=(t,l)=>getComputedStyle(t).getPropertyValue(`--mk-${l}`).trim();function at(t){let l=()=>requestAnimationFrame(t),
s=new MutationObserver(l),o=["data-jp-theme-light","data-jp-theme-name","class","theme","data-theme"];for(let u of[document.
body,document.documentElement])s.observe(u,{attributes:!0,attributeFilter:o});let n=matchMedia("(prefers-color-scheme: d\
ark)");return n.addEventListener("change",l),()=>{s.disconnect(),n.removeEventListener("change",l)}}var Et={added:"ins",removed:"del",same:"span"},Lt=new Set(["add","update","delete","none"]),lt=t=>{let l=t.toLowerCase();
return Lt.has(l)?l:"other"},rt=t=>t.map(([l,s])=>e(Et[l],{},s));var ct={ADD:"A",UPDATE:"U",DELETE:"D"},W=t=>e("span",{class:`mkt-kind mkt-${lt(t)}`,title:t,role:"img","aria-label":t},Object.
hasOwn(ct,t)?ct[t]:"?"),Ot=t=>e("p",{class:"mk-text mkt-text",dir:"auto"},...rt(t));function it(t,l,{open:s,undo:o,step:n,
shut:u}){if(!l.seq){t.replaceChildren();return}let c=l,f=K(()=>`${c.code}
${c.undo_code}`),x=c.later===1?"The later change of this memory goes with it.":`The ${O(c.later)} later changes of this \
memory go with it.`,b=[...c.whose,["recorded",c.at],["occurred",c.occurred],["by",c.actor],["because",c.reason]].filter(
([,g])=>g);t.replaceChildren(e("section",{class:"mkt-opened","aria-label":`Change ${c.seq}`},e("div",{class:"mkw-row mkt\
-openedhead"},W(c.event),e("b",{},[c.event,c.happened,`change ${O(c.seq)}`].filter(Boolean).join(" · ")),e("code",{class:"\
mk-id",title:c.id},c.id.slice(-8)),e("span",{class:"mkw-row mkt-end"},e("button",{type:"button",onclick:()=>n(-1),title:"\
The change before, in time"},"‹ Previous"),e("button",{type:"button",onclick:()=>n(1),title:"The change after, in time"},
"Next ›"),e("button",{type:"button",onclick:u,"aria-label":"Close the change"},"Close"))),Ot(c.parts),...c.links.map(({
word:g,text:h,seq:v})=>e("div",{class:"mkt-link"},e("span",{class:"mkw-muted"},g),e("button",{type:"button",class:"mkt-i\
tem",dir:"auto",onclick:()=>s(v)},h))),c.fields.length?e("ul",{class:"mkt-fields"},...c.fields.map(({name:g,old:h,new:v})=>e(
"li",{dir:"auto"},e("span",{class:"mkw-muted"},`${g} `),h?e("del",{},h):null,h&&v?" ":null,v?e("ins",{},v):null))):null,
e("p",{class:"mkt-facts"},...b.map(([g,h])=>e("span",{dir:"auto"},e("span",{class:"mkw-muted"},`${g} `),h))),e("div",{class:"\
mkw-row"},...$t(c,o),c.undoable&&c.later?e("span",{class:"mkw-note"},x):null,c.undoable?null:e("span",{class:"mkw-note"},
"Nothing to undo: the memory is as it was before this change."),e("span",{class:"mkt-end"},f.button)),f.box))}function $t(t,l){
let s=t.event==="ADD"||t.later>0,o=!1,n=f=>{o=f,u.textContent=f?t.event==="ADD"?"Delete the memory?":`Undo ${E(t.later+1,
"change")}?`:"Undo",u.classList.toggle("mkw-danger",f),c.hidden=!f},u=e("button",{type:"button",disabled:!t.undoable,onclick:()=>{
s&&!o?n(!0):l(t.seq)},title:t.undoable?"Bring the memory back to what it was before this change":"The memory is as it wa\
s before this change"},"Undo"),c=e("button",{type:"button",hidden:!0,onclick:()=>{n(!1),u.focus()}},"Keep");return[u,c]}
function V(t,l,...s){return e("section",{class:"mkt-list"},e("div",{class:"mkw-row"},...s),e("ol",{},...t.items.map(o=>e(
"li",{},e("button",{type:"button",class:"mkt-item",onclick:()=>l(o.seq)},W(o.event),e("span",{class:"mkt-when"},o.at),o.
happened?e("span",{class:"mkt-happened"},o.happened):null,e("span",{class:"mkt-said",dir:"auto"},o.text,o.by?e("span",{class:"\
mkw-muted"},` by ${o.by}`):null))))),t.more?e("p",{class:"mkw-note"},`And ${O(t.more)} earlier ones. Zoom in to see them\
.`):null)}var q=864e5,pt=[["Day",q],["Week",7*q],["Month",30*q],["Year",365*q]],Pt=130,Dt={displayModeBar:!1,displaylogo:!1,showSendToCloud:!1,
doubleClick:!1,scrollZoom:!0,responsive:!1,showTips:!1},ut={zoom:"zoom",move:"pan",select:"select"};function dt(t){if(typeof t==
"number")return t;let l=t.replace(" ","T");return Date.parse(l.length>10?`${l}Z`:l)}function mt([t,l]){let[s,o]=[dt(t),dt(
l)];return s<=o?[s,o]:[o,s]}function ft(t,l,s){let o=e("div",{class:"mkt-plot",tabindex:"0",role:"group","aria-label":"T\
imeline. Left and right arrow keys open the change before and after, plus and minus zoom, 0 shows all."}),n={Plotly:null,
span:null,whole:null,tool:"zoom",busy:!1,again:!1,closed:!1},u=()=>Object.fromEntries(["add","update","delete","text","m\
uted","line","accent"].map(i=>[i,I(t,i)]).concat([["letter",I(t,"surface")]])),c=()=>o._fullLayout?._size?.w||Math.max(o.
clientWidth-Pt,200);async function f(){if(n.busy){n.again=!0;return}n.busy=!0;try{let{Plotly:i}=n;if(!i||n.closed||!o.clientWidth)
return;let p=c(),y=await l("picture",{span:n.span,width:p,colours:u()});if(n.closed)return;n.span||(n.whole=y.span);let{
data:S,layout:w}=y.spec;w.dragmode=ut[n.tool],w.selectdirection="h",w.selections=[],w.font.family=getComputedStyle(t).fontFamily,
w.width=o.clientWidth,w.hoverlabel.font={family:w.font.family,size:12,color:I(t,"text")},w.hoverlabel.bgcolor=I(t,"raise\
d"),w.hoverlabel.bordercolor=I(t,"line");let P=!o._fullLayout;await i.react(o,S,w,Dt),P&&g(),t.dataset.drawn=String(Number(
t.dataset.drawn??0)+1),s.drew(y),Math.abs(c()-p)>24&&(n.again=!0)}catch(i){s.trouble(G(i))}finally{n.busy=!1,n.again&&(n.
again=!1,f())}}let x,b=()=>{clearTimeout(x),x=setTimeout(f,60)};function g(){o.on("plotly_click",({points:i})=>{o.focus(
{preventScroll:!0});let p=i.find(y=>y.customdata!=null)?.customdata;p!=null&&(Array.isArray(p)?s.bar(p):s.open(p))}),o.on(
"plotly_relayout",i=>{let p=i["xaxis.range"]??[i["xaxis.range[0]"],i["xaxis.range[1]"]];p[0]!=null&&(n.span=mt(p),b(),o.
focus({preventScroll:!0}))}),o.on("plotly_doubleclick",()=>h(null)),o.on("plotly_selected",i=>{let p=i?.range?.x;p&&s.brush(
mt(p))})}function h(i){n.span=i,b()}function v(i){let[p,y]=n.span??n.whole??[0,1],[S,w]=[(p+y)/2,(y-p)/2*i];h([S-w,S+w])}
function $(i){n.whole&&h([n.whole[1]-i,n.whole[1]])}o.addEventListener("wheel",i=>{!i.ctrlKey&&!i.metaKey&&n.tool!=="mov\
e"&&i.stopPropagation()},{capture:!0}),o.addEventListener("keydown",i=>{let p={ArrowRight:()=>s.step(1),ArrowLeft:()=>s.
step(-1),"+":()=>v(.5),"=":()=>v(.5),"-":()=>v(2),0:()=>h(null)}[i.key];!p||i.target!==o||i.ctrlKey||i.metaKey||i.altKey||
(i.preventDefault(),p())});let L=new ResizeObserver(b);return L.observe(o),{box:o,draw:b,show:h,zoom:v,last:$,reaches:()=>n.
whole?n.whole[1]-n.whole[0]:0,use:i=>{n.tool=i,o._fullLayout&&n.Plotly?.relayout(o,{dragmode:ut[i]})},begin:i=>{n.Plotly=
i,f()},close:()=>{n.closed=!0,clearTimeout(x),L.disconnect(),o._fullLayout&&n.Plotly?.purge(o)}}}var Q=globalThis,X=Symbol.for("memkit.plotly");async function Rt(t){let l=Uint8Array.from(atob(t),o=>o.charCodeAt(0)),s=new Blob(
[l]).stream().pipeThrough(new DecompressionStream("gzip"));return new Response(s).text()}async function jt({packed:t}){let s=`\
const module = { exports: {} }; const exports = module.exports; const define = undefined;
${await Rt(t)}
export default module.exports;`,o=URL.createObjectURL(new Blob([s],{type:"text/javascript"})),n=Object.getOwnPropertyDescriptor(
window,"Plotly");try{return(await import(o)).default}finally{URL.revokeObjectURL(o),n?Object.defineProperty(window,"Plot\
ly",n):Reflect.deleteProperty(window,"Plotly")}}function ht(t){return Q[X]??=t().then(jt).catch(l=>{throw delete Q[X],l}),
Q[X]}function zt({model:t,el:l}){let s=et("mkt","Timeline of changes"),o=nt(t,{onstate:r=>x({live:"",busy:"The kernel is busy\
: this waits for it.",gone:U}[r],r!=="live"),onnews:()=>{},onslow:r=>x(r)}),{ask:n,read:u}=o,c=[o.close],f=null,x=(r,m=!1)=>{
R.textContent=r,R.classList.toggle("mkw-trouble",m)},b=async(r,m,C=n)=>{try{return await C(r,m)}catch(N){return x(G(N),!0),
null}},g=r=>b("open",{seq:r}),h=r=>b("step",{by:r}),v=r=>b("brush",{span:r}),$=e("span",{}),L=H("Lanes",r=>b("lay",{by:r})),
i=H("Time",r=>{a.show(null),b("lay",{time:r})}),p=e("header",{class:"mkt-head"},e("div",{class:"mkt-what"},e("b",{},"Tim\
eline"),$),e("div",{class:"mkw-row mkt-controls"},e("label",{},"Lanes ",L),e("label",{},"Time ",i))),y=e("div",{class:"m\
kt-legend"}),S=ot("What dragging does",[{value:"zoom",text:"Zoom",title:"Drag over a time to zoom in; double-click shows\
 all; Ctrl and the wheel zoom"},{value:"move",text:"Move",title:"Drag to move; the wheel zooms"},{value:"select",text:"S\
elect",title:"Drag over a time to select what changed in it"}],r=>{S.show(r),s.dataset.tool=r,a.use(r)}),w=e("span",{class:"\
mkt-ranges",role:"group","aria-label":"Time shown"}),P=e("div",{class:"mkw-row mkt-bar"},y,e("span",{class:"mkw-row mkt-\
end"},w,e("span",{class:"mkw-choice"},e("button",{type:"button","aria-label":"Zoom out",title:"Zoom out",onclick:()=>a.zoom(
2)},"−"),e("button",{type:"button","aria-label":"Zoom in",title:"Zoom in",onclick:()=>a.zoom(.5)},"+")),S)),B=e("p",{class:"\
mkt-empty",hidden:!0}),D=e("p",{class:"mkw-note mkt-notes"}),R=e("p",{class:"mkw-note mkt-saidline",role:"status"}),M=e(
"div",{"aria-live":"polite"}),j=e("div",{}),_=e("div",{}),a=ft(s,u,{open:g,step:h,brush:v,bar:async([r,m,C])=>{let N=await b(
"bar",{lane:r,low:m,high:C},u);N&&(f=N,tt())},drew:r=>{D.textContent=[r.bars,...t.get("about").notes].filter(Boolean).join(
" "),Z()},trouble:r=>x(r,!0)}),d=K(()=>t.get("brush").code??t.get("about").code),k=e("div",{class:"mkw-row mkt-foot"},D,
e("span",{class:"mkt-end"},d.button));s.append(p,P,a.box,B,k,d.box,R,_,j,M),l.append(s);let T=st(s,t.get("key"));function z(){
let r=t.get("about");$.textContent=`${E(r.total,"change")} of ${E(r.memories,"memory","memories")}`,J(L,r.lanes,r.by),J(
i,r.times,r.time),y.replaceChildren(...r.kinds.map(({event:m,count:C})=>e("span",{class:"mkt-key"},W(m),`${m} `,e("span",
{class:"mkw-muted"},O(C))))),r.links&&y.append(e("span",{class:"mkt-key",title:"From a fact to the one that took its pla\
ce"},e("span",{class:"mkt-arrow","aria-hidden":"true"},"→"),"superseded ",e("span",{class:"mkw-muted"},O(r.links)))),B.
hidden=!r.empty,B.textContent=r.empty;for(let m of[a.box,P])m.hidden=!!r.empty;D.textContent=r.notes.join(" "),d.refresh()}
function Z(){let r=pt.filter(([,m])=>m<a.reaches());w.replaceChildren(...r.map(([m,C])=>e("button",{type:"button",class:"\
mkw-link",title:`The last ${m.toLowerCase()}`,onclick:()=>a.last(C)},m)),e("button",{type:"button",class:"mkw-link",title:"\
All of the time",onclick:()=>a.show(null)},"All"))}let A=r=>new Date(r).toISOString().slice(0,16).replace("T"," ");function tt(){
let r=f;if(!r){j.replaceChildren();return}j.replaceChildren(V(r,g,e("b",{dir:"auto"},`${r.lane}: ${E(r.changes,"change")}`),
e("span",{class:"mkw-muted"},`${A(r.low)} to ${A(r.high)} UTC`),e("span",{class:"mkw-row mkt-end"},e("button",{type:"but\
ton",onclick:()=>a.show([r.low,r.high])},"Zoom in"),e("button",{type:"button","aria-label":"Close the list",onclick:()=>{
f=null,tt(),a.box.focus()}},"Close"))))}function bt(){let r=t.get("brush");if(s.dataset.selected=String(r.changes??""),d.
refresh(),r.low==null){_.replaceChildren();return}let m=r,C=t.get("about").linked?"The explorer shows them.":"",N=[e("b",
{},`Selected: ${E(m.changes,"change")} of ${E(m.memories,"memory","memories")}`),e("span",{class:"mkw-muted"},[`${A(m.low)}\
 to ${A(m.high)} UTC`,C].filter(Boolean).join(" · ")),e("span",{class:"mkw-row mkt-end"},e("button",{type:"button",onclick:()=>a.
show([m.low,m.high])},"Zoom in"),e("button",{type:"button",onclick:()=>{v(null),a.box.focus()}},"Clear"))];_.replaceChildren(
V(m,g,...N))}function wt(){let r=t.get("opened");s.dataset.opened=String(r.seq??""),it(M,r,{open:g,step:h,shut:()=>{b("s\
hut"),a.box.focus()},undo:async m=>{let C=await b("undo",{seq:m});C&&x(C.said)}})}return o.poll(s,async()=>{let{new:r}=await n(
"poll");r&&x(`${E(r,"new change")} taken over.`)}),c.push(a.close),S.show("zoom"),s.dataset.tool="zoom",Z(),c.push(F(t,"\
about",z),F(t,"brush",bt),F(t,"opened",wt),F(t,"version",a.draw),at(a.draw)),u("poll").then(T,()=>{}),ht(()=>u("script")).
then(a.begin,r=>x(G(r),!0)),()=>c.forEach(r=>r())}var Nt={render:zt};return Tt(It);})();
export default memkit_timeline.default;
