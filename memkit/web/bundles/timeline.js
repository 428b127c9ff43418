// Made of memkit/web/js/timeline by "make web": change it there.
"use strict";var memkit_timeline=(()=>{var Y=Object.defineProperty;var kt=Object.getOwnPropertyDescriptor;var gt=Object.getOwnPropertyNames;var yt=Object.prototype.hasOwnProperty;var xt=(t,r)=>{for(var n in r)Y(t,n,{get:r[n],enumerable:!0})},vt=(t,r,n,s)=>{if(r&&typeof r=="object"||typeof r=="funct\
ion")for(let o of gt(r))!yt.call(t,o)&&o!==n&&Y(t,o,{get:()=>r[o],enumerable:!(s=kt(r,o))||s.enumerable});return t};var Tt=t=>vt(Y({},"__esModule",{value:!0}),t);var It={};xt(It,{default:()=>Nt});function e(t,r={},...n){let s=document.createElement(t);for(let[o,c]of Object.entries(r))c===!1||c==null||(typeof c=="fu\
nction"?s.addEventListener(o.slice(2),c):s.setAttribute(o,c===!0?"":String(c)));return s.append(...n.filter(o=>o!=null)),
s}function et(t,r){let n=e("section",{class:`memkit mkw ${t}`,"aria-label":r,"data-lm-suppress-shortcuts":"true"});for(let s of[
"keydown","keypress","keyup"])n.addEventListener(s,o=>o.stopPropagation());return n}function H(t,r){let n=e("select",{"aria-label":t});return n.addEventListener("change",()=>r(n.value)),n}function J(t,r,n){
t.replaceChildren(...r.map(s=>e("option",{value:s.value,dir:"auto",disabled:s.disabled,title:s.title},s.text))),t.value=
n}function ot(t,r,n){let s=e("span",{class:"mkw-choice",role:"group","aria-label":t}),o=r.map(u=>e("button",{type:"butto\
n",title:u.title,"data-value":u.value,onclick:()=>n(u.value)},u.text));return s.append(...o),Object.assign(s,{show:u=>{for(let h of o)
h.setAttribute("aria-pressed",String(h.dataset.value===u))}})}function K(t){let r=e("pre",{class:"mk-code",tabindex:"0","aria-label":"Python"}),n=e("span",{class:"mkw-note",role:"sta\
tus"}),s=e("button",{type:"button",onclick:()=>navigator.clipboard.writeText(r.textContent).then(()=>{n.textContent="Cop\
ied."},()=>{n.textContent="The browser does not allow it: mark the text and copy it."})},"Copy"),o=e("div",{class:"mkw-c\
ode",hidden:!0},r,e("div",{class:"mkw-row"},s,n)),c=e("button",{type:"button","aria-expanded":"false",onclick:()=>{o.hidden=
!o.hidden,c.setAttribute("aria-expanded",String(!o.hidden)),u()}},"Show as Python"),u=()=>{o.hidden||(r.textContent=t(),
n.textContent="")};return{button:c,box:o,refresh:u}}var Ct="An answer of the kernel was lost on the way. Try it again.";var St="An answer was lost on the way and is asked for again: this takes a little longer …",U="The kernel has lost thi\
s widget. Run the cell again.";function nt(t,{onstate:r,onnews:n,onslow:s=()=>{}}){let o=`${Date.now().toString(36)}-${Math.
random().toString(36).slice(2)}`,c=new Map,u=new Map,h=new Map,y=0,p="live",x=!1;function k(a){a!==p&&(p=a,r(p))}let A=(a,d={},w=null)=>$(
{method:a,given:d,lane:w,tries:0}),L=(a,d={},w=null)=>$({method:a,given:d,lane:w,tries:5});function $(a){return new Promise(
(d,w)=>{let v={...a,resolve:d,reject:w,sent:0};v.lane&&h.set(v.lane,v),i(v)})}function i(a){let d=++y,{method:w,given:v,
lane:j}=a;a.sent=performance.now(),c.set(d,a);try{if(x)throw new Error(U);t.send({view:o,number:d,lane:j,method:w,given:v})}catch{
c.delete(d),u.delete(a),k("gone"),a.reject(new Error(U))}}function f(a){a.tries-=1,u.set(a,setTimeout(()=>{b(a)?g(a):i(a)},
3e3)),s(St)}function g(a){u.delete(a)&&!u.size&&s("")}function C(a){if(a.news){n(a.news);return}let d=a.view===o&&c.get(
a.number);d&&(c.delete(a.number),k("live"),g(d),P(a.number),!b(d)&&(a.trouble?d.reject(new Error(a.trouble)):d.resolve(a.
answer)))}let b=a=>!!a.lane&&h.get(String(a.lane))!==a;function P(a){for(let[d,w]of c)d>a||(c.delete(d),b(w)?g(w):w.tries?
f(w):(g(w),w.reject(new Error(Ct))))}function B(){let a=Math.min(...[...c.values()].map(d=>d.sent));p!=="gone"&&performance.
now()-a>4e3&&k("busy")}function D(){x=!0,k("gone");for(let{reject:a}of new Set([...c.values(),...u.keys()]))a(new Error(
U));c.clear(),R()}function R(){for(let a of u.values())clearTimeout(a);u.clear()}let M=["comm_live_update","comm:close",
"destroy"];t.on("msg:custom",C);for(let a of M)t.on(a,D);let z=[R,()=>t.off("msg:custom",C),...M.map(a=>()=>t.off(a,D))];
function _(a,d){let w=!1,v=0,j=new IntersectionObserver(S=>{w=S[S.length-1].isIntersecting});j.observe(a);let Z=setInterval(
()=>{B();let S=performance.now();!w&&!c.size||document.hidden||x||v&&S-v<15e3||(v=S,d().catch(()=>{}).finally(()=>{v=0}))},
1e3);z.push(()=>j.disconnect(),()=>clearInterval(Z))}return{ask:A,read:L,poll:_,close:()=>z.forEach(a=>a())}}function F(t,r,n){return t.on(`change:${r}`,n),n(),()=>t.off(`change:${r}`,n)}function At(t){let r=t.getRootNode();return r instanceof ShadowRoot?r.host:null}function st(t,r){let n=s=>{for(let o=t;o&&
r;o=At(o))o.setAttribute(`data-memkit-${s}`,r)};return n("widget"),requestAnimationFrame(()=>n("widget")),()=>{n("live"),
requestAnimationFrame(()=>n("live"))}}var G=t=>t instanceof Error?t.message:String(t),E=t=>t.toLocaleString("en"),O=(t,r,n=`${r}s`)=>`${E(t)} ${t===1?r:n}`;var I=(t,r)=>getComputedStyle(t).getPropertyValue(`--mk-${r}`).trim();function at(t){let r=()=>requestAnimationFrame(t),
n=new MutationObserver(r),s=["data-jp-theme-light","data-jp-theme-name","class","theme","data-theme"];for(let c of[document.
body,document.documentElement])n.observe(c,{attributes:!0,attributeFilter:s});let o=matchMedia("(prefers-color-scheme: d\
ark)");return o.addEventListener("change",r),()=>{n.disconnect(),o.removeEventListener("change",r)}}var Ot={added:"ins",removed:"del",same:"span"},$t=new Set(["add","update","delete","none"]),rt=t=>{let r=t.toLowerCase();
return $t.has(r)?r:"other"},lt=t=>t.map(([r,n])=>e(Ot[r],{},n));var ct={ADD:"A",UPDATE:"U",DELETE:"D"},W=t=>e("span",{class:`mkt-kind mkt-${rt(t)}`,title:t,role:"img","aria-label":t},Object.
hasOwn(ct,t)?ct[t]:"?"),Et=t=>e("p",{class:"mk-text mkt-text",dir:"auto"},...lt(t));function it(t,r,{undo:n,step:s,shut:o}){
if(!r.seq){t.replaceChildren();return}let c=r,u=K(()=>`${c.code}
${c.undo_code}`),h=c.later===1?"The later change of this memory goes with it.":`The ${E(c.later)} later changes of this \
memory go with it.`,y=[...c.whose,["recorded",c.at],["occurred",c.occurred],["by",c.actor],["because",c.reason]].filter(
([,p])=>p);t.replaceChildren(e("section",{class:"mkt-opened","aria-label":`Change ${c.seq}`},e("div",{class:"mkw-row mkt\
-openedhead"},W(c.event),e("b",{},`${c.event} · change ${E(c.seq)}`),e("code",{class:"mk-id",title:c.id},c.id.slice(-8)),
e("span",{class:"mkw-row mkt-end"},e("button",{type:"button",onclick:()=>s(-1),title:"The change before, in time"},"‹ Pr\
evious"),e("button",{type:"button",onclick:()=>s(1),title:"The change after, in time"},"Next ›"),e("button",{type:"but\
ton",onclick:o,"aria-label":"Close the change"},"Close"))),Et(c.parts),c.fields.length?e("ul",{class:"mkt-fields"},...c.
fields.map(({name:p,old:x,new:k})=>e("li",{dir:"auto"},e("span",{class:"mkw-muted"},`${p} `),x?e("del",{},x):null,x&&k?"\
 ":null,k?e("ins",{},k):null))):null,e("p",{class:"mkt-facts"},...y.map(([p,x])=>e("span",{dir:"auto"},e("span",{class:"\
mkw-muted"},`${p} `),x))),e("div",{class:"mkw-row"},...Lt(c,n),c.undoable&&c.later?e("span",{class:"mkw-note"},h):null,c.
undoable?null:e("span",{class:"mkw-note"},"Nothing to undo: the memory is as it was before this change."),e("span",{class:"\
mkt-end"},u.button)),u.box))}function Lt(t,r){let n=t.event==="ADD"||t.later>0,s=!1,o=h=>{s=h,c.textContent=h?t.event===
"ADD"?"Delete the memory?":`Undo ${O(t.later+1,"change")}?`:"Undo",c.classList.toggle("mkt-danger",h),u.hidden=!h},c=e("\
button",{type:"button",disabled:!t.undoable,onclick:()=>{n&&!s?o(!0):r(t.seq)},title:t.undoable?"Bring the memory back t\
o what it was before this change":"The memory is as it was before this change"},"Undo"),u=e("button",{type:"button",hidden:!0,
onclick:()=>{o(!1),c.focus()}},"Keep");return[c,u]}function V(t,r,...n){return e("section",{class:"mkt-list"},e("div",{class:"\
mkw-row"},...n),e("ol",{},...t.items.map(s=>e("li",{},e("button",{type:"button",class:"mkt-item",onclick:()=>r(s.seq)},W(
s.event),e("span",{class:"mkt-when"},s.at),e("span",{class:"mkt-said",dir:"auto"},s.text))))),t.more?e("p",{class:"mkw-n\
ote"},`And ${E(t.more)} earlier ones. Zoom in to see them.`):null)}var q=864e5,pt=[["Day",q],["Week",7*q],["Month",30*q],["Year",365*q]],Pt=130,Dt={displayModeBar:!1,displaylogo:!1,showSendToCloud:!1,
doubleClick:!1,scrollZoom:!0,responsive:!1,showTips:!1},ut={zoom:"zoom",move:"pan",select:"select"};function dt(t){if(typeof t==
"number")return t;let r=t.replace(" ","T");return Date.parse(r.length>10?`${r}Z`:r)}function mt([t,r]){let[n,s]=[dt(t),dt(
r)];return n<=s?[n,s]:[s,n]}function ft(t,r,n){let s=e("div",{class:"mkt-plot",tabindex:"0",role:"group","aria-label":"T\
imeline. Left and right arrow keys open the change before and after, plus and minus zoom, 0 shows all."}),o={Plotly:null,
span:null,whole:null,tool:"zoom",busy:!1,again:!1,closed:!1},c=()=>Object.fromEntries(["add","update","delete","text","m\
uted","line","accent"].map(i=>[i,I(t,i)]).concat([["letter",I(t,"surface")]])),u=()=>s._fullLayout?._size?.w||Math.max(s.
clientWidth-Pt,200);async function h(){if(o.busy){o.again=!0;return}o.busy=!0;try{let{Plotly:i}=o;if(!i||o.closed||!s.clientWidth)
return;let f=u(),g=await r("picture",{span:o.span,width:f,colours:c()});if(o.closed)return;o.span||(o.whole=g.span);let{
data:C,layout:b}=g.spec;b.dragmode=ut[o.tool],b.selectdirection="h",b.selections=[],b.font.family=getComputedStyle(t).fontFamily,
b.width=s.clientWidth,b.hoverlabel.font={family:b.font.family,size:12,color:I(t,"text")},b.hoverlabel.bgcolor=I(t,"raise\
d"),b.hoverlabel.bordercolor=I(t,"line");let P=!s._fullLayout;await i.react(s,C,b,Dt),P&&x(),t.dataset.drawn=String(Number(
t.dataset.drawn??0)+1),n.drew(g),Math.abs(u()-f)>24&&(o.again=!0)}catch(i){n.trouble(G(i))}finally{o.busy=!1,o.again&&(o.
again=!1,h())}}let y,p=()=>{clearTimeout(y),y=setTimeout(h,60)};function x(){s.on("plotly_click",({points:i})=>{s.focus(
{preventScroll:!0});let f=i.find(g=>g.customdata!=null)?.customdata;f!=null&&(Array.isArray(f)?n.bar(f):n.open(f))}),s.on(
"plotly_relayout",i=>{let f=i["xaxis.range"]??[i["xaxis.range[0]"],i["xaxis.range[1]"]];f[0]!=null&&(o.span=mt(f),p(),s.
focus({preventScroll:!0}))}),s.on("plotly_doubleclick",()=>k(null)),s.on("plotly_selected",i=>{let f=i?.range?.x;f&&n.brush(
mt(f))})}function k(i){o.span=i,p()}function A(i){let[f,g]=o.span??o.whole??[0,1],[C,b]=[(f+g)/2,(g-f)/2*i];k([C-b,C+b])}
function L(i){o.whole&&k([o.whole[1]-i,o.whole[1]])}s.addEventListener("wheel",i=>{!i.ctrlKey&&!i.metaKey&&o.tool!=="mov\
e"&&i.stopPropagation()},{capture:!0}),s.addEventListener("keydown",i=>{let f={ArrowRight:()=>n.step(1),ArrowLeft:()=>n.
step(-1),"+":()=>A(.5),"=":()=>A(.5),"-":()=>A(2),0:()=>k(null)}[i.key];!f||i.target!==s||i.ctrlKey||i.metaKey||i.altKey||
(i.preventDefault(),f())});let $=new ResizeObserver(p);return $.observe(s),{box:s,draw:p,show:k,zoom:A,last:L,reaches:()=>o.
whole?o.whole[1]-o.whole[0]:0,use:i=>{o.tool=i,s._fullLayout&&o.Plotly?.relayout(s,{dragmode:ut[i]})},begin:i=>{o.Plotly=
i,h()},close:()=>{o.closed=!0,clearTimeout(y),$.disconnect(),s._fullLayout&&o.Plotly?.purge(s)}}}var Q=globalThis,X=Symbol.for("memkit.plotly");async function Rt(t){let r=Uint8Array.from(atob(t),s=>s.charCodeAt(0)),n=new Blob(
[r]).stream().pipeThrough(new DecompressionStream("gzip"));return new Response(n).text()}async function zt({packed:t}){let n=`\
const module = { exports: {} }; const exports = module.exports; const define = undefined;
${await Rt(t)}
export default module.exports;`,s=URL.createObjectURL(new Blob([n],{type:"text/javascript"})),o=Object.getOwnPropertyDescriptor(
window,"Plotly");try{return(await import(s)).default}finally{URL.revokeObjectURL(s),o?Object.defineProperty(window,"Plot\
ly",o):Reflect.deleteProperty(window,"Plotly")}}function ht(t){return Q[X]??=t().then(zt).catch(r=>{throw delete Q[X],r}),
Q[X]}function jt({model:t,el:r}){let n=et("mkt","Timeline of changes"),s=nt(t,{onstate:l=>y({live:"",busy:"The kernel is busy\
: this waits for it.",gone:U}[l],l!=="live"),onnews:()=>{},onslow:l=>y(l)}),{ask:o,read:c}=s,u=[s.close],h=null,y=(l,m=!1)=>{
R.textContent=l,R.classList.toggle("mkw-trouble",m)},p=async(l,m,T=o)=>{try{return await T(l,m)}catch(N){return y(G(N),!0),
null}},x=l=>p("open",{seq:l}),k=l=>p("step",{by:l}),A=l=>p("brush",{span:l}),L=e("span",{}),$=H("Lanes",l=>p("lay",{by:l})),
i=H("Time",l=>{a.show(null),p("lay",{time:l})}),f=e("header",{class:"mkt-head"},e("div",{class:"mkt-what"},e("b",{},"Tim\
eline"),L),e("div",{class:"mkw-row mkt-controls"},e("label",{},"Lanes ",$),e("label",{},"Time ",i))),g=e("div",{class:"m\
kt-legend"}),C=ot("What dragging does",[{value:"zoom",text:"Zoom",title:"Drag over a time to zoom in; double-click shows\
 all; Ctrl and the wheel zoom"},{value:"move",text:"Move",title:"Drag to move; the wheel zooms"},{value:"select",text:"S\
elect",title:"Drag over a time to select what changed in it"}],l=>{C.show(l),n.dataset.tool=l,a.use(l)}),b=e("span",{class:"\
mkt-ranges",role:"group","aria-label":"Time shown"}),P=e("div",{class:"mkw-row mkt-bar"},g,e("span",{class:"mkw-row mkt-\
end"},b,e("span",{class:"mkw-choice"},e("button",{type:"button","aria-label":"Zoom out",title:"Zoom out",onclick:()=>a.zoom(
2)},"−"),e("button",{type:"button","aria-label":"Zoom in",title:"Zoom in",onclick:()=>a.zoom(.5)},"+")),C)),B=e("p",{class:"\
mkt-empty",hidden:!0}),D=e("p",{class:"mkw-note mkt-notes"}),R=e("p",{class:"mkw-note mkt-saidline",role:"status"}),M=e(
"div",{"aria-live":"polite"}),z=e("div",{}),_=e("div",{}),a=ft(n,c,{open:x,step:k,brush:A,bar:async([l,m,T])=>{let N=await p(
"bar",{lane:l,low:m,high:T},c);N&&(h=N,tt())},drew:l=>{D.textContent=[l.bars,...t.get("about").notes].filter(Boolean).join(
" "),Z()},trouble:l=>y(l,!0)}),d=K(()=>t.get("brush").code??t.get("about").code),w=e("div",{class:"mkw-row mkt-foot"},D,
e("span",{class:"mkt-end"},d.button));n.append(f,P,a.box,B,w,d.box,R,_,z,M),r.append(n);let v=st(n,t.get("key"));function j(){
let l=t.get("about");L.textContent=`${O(l.total,"change")} of ${O(l.memories,"memory","memories")}`,J($,l.lanes,l.by),J(
i,l.times,l.time),g.replaceChildren(...l.kinds.map(({event:m,count:T})=>e("span",{class:"mkt-key"},W(m),`${m} `,e("span",
{class:"mkw-muted"},E(T))))),B.hidden=!l.empty,B.textContent=l.empty;for(let m of[a.box,P])m.hidden=!!l.empty;D.textContent=
l.notes.join(" "),d.refresh()}function Z(){let l=pt.filter(([,m])=>m<a.reaches());b.replaceChildren(...l.map(([m,T])=>e(
"button",{type:"button",class:"mkw-link",title:`The last ${m.toLowerCase()}`,onclick:()=>a.last(T)},m)),e("button",{type:"\
button",class:"mkw-link",title:"All of the time",onclick:()=>a.show(null)},"All"))}let S=l=>new Date(l).toISOString().slice(
0,16).replace("T"," ");function tt(){let l=h;if(!l){z.replaceChildren();return}z.replaceChildren(V(l,x,e("b",{dir:"auto"},
`${l.lane}: ${O(l.changes,"change")}`),e("span",{class:"mkw-muted"},`${S(l.low)} to ${S(l.high)} UTC`),e("span",{class:"\
mkw-row mkt-end"},e("button",{type:"button",onclick:()=>a.show([l.low,l.high])},"Zoom in"),e("button",{type:"button","ar\
ia-label":"Close the list",onclick:()=>{h=null,tt(),a.box.focus()}},"Close"))))}function bt(){let l=t.get("brush");if(n.
dataset.selected=String(l.changes??""),d.refresh(),l.low==null){_.replaceChildren();return}let m=l,T=t.get("about").linked?
"The explorer shows them.":"",N=[e("b",{},`Selected: ${O(m.changes,"change")} of ${O(m.memories,"memory","memories")}`),
e("span",{class:"mkw-muted"},[`${S(m.low)} to ${S(m.high)} UTC`,T].filter(Boolean).join(" · ")),e("span",{class:"mkw-ro\
w mkt-end"},e("button",{type:"button",onclick:()=>a.show([m.low,m.high])},"Zoom in"),e("button",{type:"button",onclick:()=>{
A(null),a.box.focus()}},"Clear"))];_.replaceChildren(V(m,x,...N))}function wt(){let l=t.get("opened");n.dataset.opened=String(
l.seq??""),it(M,l,{step:k,shut:()=>{p("shut"),a.box.focus()},undo:async m=>{let T=await p("undo",{seq:m});T&&y(T.said)}})}
return s.poll(n,async()=>{let{new:l}=await o("poll");l&&y(`${O(l,"new change")} taken over.`)}),u.push(a.close),C.show("\
zoom"),n.dataset.tool="zoom",Z(),u.push(F(t,"about",j),F(t,"brush",bt),F(t,"opened",wt),F(t,"version",a.draw),at(a.draw)),
c("poll").then(v,()=>{}),ht(()=>c("script")).then(a.begin,l=>y(G(l),!0)),()=>u.forEach(l=>l())}var Nt={render:jt};return Tt(It);})();
export default memkit_timeline.default;
