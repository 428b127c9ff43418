// Made of memkit/web/js/compare by "make web": change it there.
"use strict";var memkit_compare=(()=>{var lt=Object.defineProperty;var pe=Object.getOwnPropertyDescriptor;var ge=Object.getOwnPropertyNames;var be=Object.prototype.hasOwnProperty;var ke=(t,e)=>{for(var o in e)lt(t,o,{get:e[o],enumerable:!0})},xe=(t,e,o,n)=>{if(e&&typeof e=="object"||typeof e=="func\
tion")for(let s of ge(e))!be.call(t,s)&&s!==o&&lt(t,s,{get:()=>e[s],enumerable:!(n=pe(e,s))||n.enumerable});return t};var ye=t=>xe(lt({},"__esModule",{value:!0}),t);var io={};ke(io,{default:()=>lo});function c(t,e={},...o){let n=document.createElement(t);for(let[s,a]of Object.entries(e))a===!1||a==null||(typeof a=="fu\
nction"?n.addEventListener(s.slice(2),a):n.setAttribute(s,a===!0?"":String(a)));return n.append(...o.filter(s=>s!=null)),
n}function Ct(t,e){let o=c("section",{class:`memkit mkw ${t}`,"aria-label":e,"data-lm-suppress-shortcuts":"true"});for(let n of[
"keydown","keypress","keyup"])o.addEventListener(n,s=>s.stopPropagation());return o}function N(t,e){let o=c("select",{"aria-label":t});return o.addEventListener("change",()=>e(o.value)),o}function W(t,e,o){
t.replaceChildren(...e.map(n=>c("option",{value:n.value,dir:"auto",disabled:n.disabled,title:n.title},n.text))),t.value=
o}function B(t,e,o){let n=c("span",{class:"mkw-choice",role:"group","aria-label":t}),s=e.map(r=>c("button",{type:"button",
title:r.title,"data-value":r.value,onclick:()=>o(r.value)},r.text));return n.append(...s),Object.assign(n,{show:r=>{for(let l of s)
l.setAttribute("aria-pressed",String(l.dataset.value===r))}})}var $e=0;function At(t,e){let o=++$e,n=c("div",{class:"mkw\
-tabs",role:"tablist","aria-label":t}),s=c("section",{class:"mkw-tabbed"},n),a=e.map((i,u)=>{let d=`mkw-${o}-${i.name}`,
m=c("button",{type:"button",role:"tab",id:d,"aria-controls":`${d}-panel`,"data-tab":i.name,onclick:()=>r(i.name),onkeydown:f=>{
let h=f.key==="ArrowRight"?1:f.key==="ArrowLeft"?-1:0;if(!h)return;f.preventDefault();let g=a.filter(p=>!p.hidden),x=g[(g.
indexOf(a[u])+h+g.length)%g.length];r(x.dataset.tab),x.focus()}},i.text);return i.panel.id=`${d}-panel`,i.panel.setAttribute(
"role","tabpanel"),i.panel.setAttribute("aria-labelledby",d),m});n.append(...a),s.append(...e.map(i=>i.panel));let r=i=>e.
forEach((u,d)=>{let m=u.name===i;a[d].setAttribute("aria-selected",String(m)),a[d].tabIndex=m?0:-1,u.panel.hidden=!m}),l=(i,u)=>{
a[e.findIndex(d=>d.name===i)].textContent=u};return r(e[0].name),Object.assign(s,{say:l})}function Mt(t){let e=c("pre",{
class:"mk-code",tabindex:"0","aria-label":"Python"}),o=c("span",{class:"mkw-note",role:"status"}),n=c("button",{type:"bu\
tton",onclick:()=>navigator.clipboard.writeText(e.textContent).then(()=>{o.textContent="Copied."},()=>{o.textContent="Th\
e browser does not allow it: mark the text and copy it."})},"Copy"),s=c("div",{class:"mkw-code",hidden:!0},e,c("div",{class:"\
mkw-row"},n,o)),a=c("button",{type:"button","aria-expanded":"false",onclick:()=>{s.hidden=!s.hidden,a.setAttribute("aria\
-expanded",String(!s.hidden)),r()}},"Show as Python"),r=()=>{s.hidden||(e.textContent=t(),o.textContent="")};return{button:a,
box:s,refresh:r}}function Et(t,e,o){return t.on(`change:${e}`,o),o(),()=>t.off(`change:${e}`,o)}var Tt=t=>t.buffer.slice(t.byteOffset,t.byteOffset+
t.byteLength),H=t=>new Float32Array(Tt(t)),_=t=>new Int32Array(Tt(t));function Se(t){let e=t.getRootNode();return e instanceof ShadowRoot?e.host:null}function jt(t,e){let o=n=>{for(let s=t;s&&
e;s=Se(s))s.setAttribute(`data-memkit-${n}`,e)};return o("widget"),requestAnimationFrame(()=>o("widget")),()=>{o("live"),
requestAnimationFrame(()=>o("live"))}}var y=(t,e=2)=>t==null?"–":t.toFixed(e).replace(/^(-?)0\./,"$1.");var b=t=>t.toLocaleString("en"),P=(t,e,o=`${e}s`)=>`${b(t)} ${t===1?e:o}`,I=t=>JSON.stringify(t);var Pt=(t,e)=>getComputedStyle(t).getPropertyValue(`--mk-${e}`).trim();function It(t){let e=()=>requestAnimationFrame(t),
o=new MutationObserver(e),n=["data-jp-theme-light","data-jp-theme-name","class","theme","data-theme"];for(let a of[document.
body,document.documentElement])o.observe(a,{attributes:!0,attributeFilter:n});let s=matchMedia("(prefers-color-scheme: d\
ark)");return s.addEventListener("change",e),()=>{o.disconnect(),s.removeEventListener("change",e)}}var T=[1,0,0,0,1,0,0,0,1],Oe=J(T,.5,.35);function Rt(t,e){let o=qt(t,e),n=[1/0,1/0,1/0],s=[-1/0,-1/0,-1/0];for(let m=0;m<
o.length;m++)o[m]<n[m%3]&&(n[m%3]=o[m]),o[m]>s[m%3]&&(s[m%3]=o[m]);let a=n.map((m,f)=>o.length?(m+s[f])/2:0),r=n.map((m,f)=>o.
length?(s[f]-m)/2:0),l=Math.max(r[0],r[1],1e-9),i=m=>qt(m,e).map((f,h)=>(f-a[h%3])/l),u=i(t),d=0;for(let m=0;m<u.length;m+=
3)d=Math.max(d,Math.hypot(u[m],u[m+1],u[m+2]));return{places:u,wide:Math.max(r[0]/l,.05),high:Math.max(r[1]/l,.05),deep:d||
1,fit:i}}function qt(t,e){let o=t.length/e,n=new Float32Array(3*o),[s,a,r,l,i,u,d,m,f]=e===3?Oe:T;for(let h=0;h<o;h++){let g=t[e*
h],x=t[e*h+1],p=e===3?t[e*h+2]:0;n[3*h]=s*g+a*x+r*p,n[3*h+1]=l*g+i*x+u*p,n[3*h+2]=d*g+m*x+f*p}return n}function J(t,e,o){
let[n,s,a,r]=[Math.cos(e),Math.sin(e),Math.cos(o),Math.sin(o)];return Lt([1,0,0,0,a,r,0,-r,a],Lt([n,0,s,0,1,0,-s,0,n],t))}
function Lt(t,e){let o=[];for(let n=0;n<3;n++)for(let s=0;s<3;s++)o.push(t[3*n]*e[s]+t[3*n+1]*e[3+s]+t[3*n+2]*e[6+s]);return o}
function Dt(t){let e=Math.min(24,t.width/12);return Math.min((t.width/2-e)/t.wide,(t.height/2-e)/t.high)*t.zoom}function Q(t,e,o,n,s){
let a=Dt(e),[r,l,i,u,d,m,f,h,g]=t.turn;return[e.width/2+e.x+(r*o+l*n+i*s)*a,e.height/2+e.y-(u*o+d*n+m*s)*a,f*o+h*n+g*s]}
function U(t,e){if(!e.stale&&e.screen)return e.screen;let o=e.places??new Float32Array,n=e.screen?.length===o.length?e.screen:
new Float32Array(o.length),s=Dt(e),[a,r,l,i,u,d,m,f,h]=t.turn,g=e.width/2+e.x,x=e.height/2+e.y;for(let p=0;p<o.length;p+=
3){let z=o[p],at=o[p+1],ct=o[p+2];n[p]=g+(a*z+r*at+l*ct)*s,n[p+1]=x-(i*z+u*at+d*ct)*s,n[p+2]=(m*z+f*at+h*ct)/e.deep}return e.
stale=!1,e.screen=n,n}function $(t,e,o){let n=U(t,e);return[n[3*o],n[3*o+1]]}function G(t,e,o,n,s){let a=U(t,e),r=-1,l=s*
s;for(let i=0;i<t.drawn;i++){let u=(a[3*i]-o)**2+(a[3*i+1]-n)**2;u<l&&(l=u,r=i)}return r}function Ft(t,e,o){let n=U(t,e),
s=[];for(let a=0;3*a<n.length;a++)Ce(n[3*a],n[3*a+1],o)&&s.push(a);return s}function zt(t,e,o){let[n,s]=$(t,e,o);return n>=
0&&s>=0&&n<=e.width&&s<=e.height}function Ce(t,e,o){let n=!1;for(let s=0,a=o.length-1;s<o.length;a=s++){let[r,l]=o[s],[i,
u]=o[a];l>e!=u>e&&t<(i-r)*(e-l)/(u-l)+r&&(n=!n)}return n}function Nt(t,e,o,[n,s]){let[a,r]=$(t,e,o),l=o,i=1/0;for(let u=0;u<
t.drawn;u++){let[d,m]=$(t,e,u),f=(d-a)*n+(m-r)*s,h=Math.abs((d-a)*s)+Math.abs((m-r)*n);f>.5&&h<=2*f&&f+2*h<i&&(i=f+2*h,l=
u)}return l}function Wt(t,e,[o,n]){let s=Math.max(.5,Math.min(60,t.zoom*e))/t.zoom;return{zoom:t.zoom*s,x:(t.x+t.width/2-
o)*s+o-t.width/2,y:(t.y+t.height/2-n)*s+n-t.height/2}}function Ut(t,e,o,n){let s=(r,l)=>r+(l-r)*o,a=new Float32Array(3*n);
for(let r=0;r<a.length;r++)a[r]=s(t.places[r],e.places[r]);return{places:a,wide:s(t.wide,e.wide),high:s(t.high,e.high)}}function Kt(t){let e=t.get("basics"),o=e.ids.length;return{model:t,basics:e,drawn:o,live:t.get("live"),spaces:e.spaces,texts:e.
texts,about:e.about,ids:e.ids,tool:"select",by:null,touched:!1,colours:[],member:new Uint16Array(o),pictures:{},picture:null,
wish:null,dims:2,turn:T,closer:null,hover:null,chosen:new Uint8Array(o+e.hidden),near:[],changes:[],trails:[],moving:!1,
answer:{},question:0,theme:{text:"",muted:"",surface:"",accent:""},running:0,asked:0,askedOver:0}}var q={pca:"PCA",umap:"\
UMAP",tsne:"t-SNE"},C=({projection:t,layout:e,dims:o})=>`${t}/${e}/${o}`;function j(t){let[e,o,n]=t.split("/");return{projection:e,
layout:o,dims:Number(n)}}function Y(t,e,o){let n=t.near[e.index],s=n?n.length/t.drawn:0;return n?n.subarray(o*s,(o+1)*s):
new Int32Array}function Z(t){if(!t.picture)return;let e=t.model.get("badges")[C(t.picture)],{disparities:o}=t.pictures[C(t.picture)];t.
panels.forEach((n,s)=>{let a=e?.[s];n.badge.textContent=a?`trust ${y(a.trust)} · continuity ${y(a.continuity)}`:"trust \
…",n.badge.classList.toggle("mkc-low",!!(a&&Math.min(a.trust??1,a.continuity??1)<.8)),n.badge.title=a?`How far to trus\
t this picture, up to 1. Trust: what lies near here is near in ${n.space}. Continuity: what is near in ${n.space} lies n\
ear here. Among ${a.k} neighbours.`:"How far to trust this picture is being found."}),t.disparity.textContent=`disparity\
 ${o.slice(1).map(n=>y(n)).join(" · ")}`,it(t)}function it(t){if(!t.picture)return;let e=t.by?t.model.get("colours")[t.
by]:void 0,o=e?.names?e.names.map((n,s)=>`${n} ${e.members.filter(a=>a===s).length}`):[];for(let n of t.panels){let s=e&&
o.length?` Coloured by ${e.title}: ${o.slice(0,9).join(", ")}.`:"";n.words.textContent=`${n.space}: ${P(t.drawn,"memory",
"memories")} as points, ${q[t.picture.projection]} in ${t.dims} dimensions. ${n.badge.textContent}.${s}`,n.over.setAttribute(
"aria-label",`${n.words.textContent} Arrow keys go from point to point, Enter selects, plus and minus zoom, 0 shows all,\
 Escape clears${t.dims===3?", Shift with arrow keys turns":""}.`)}}var Ae=400,K=t=>t.drawn<300?4.5:t.drawn<1500?3.6:t.drawn<6e3?2.6:1.9;function dt(t){let e=t.getContext("2d");if(!e)throw new Error(
"This browser can't draw on a canvas.");return e}function ft(t,e){let o=devicePixelRatio||1,n=dt(t);return n.setTransform(
o,0,0,o,0,0),n.clearRect(0,0,e.width,e.height),n}function k(t){t.askedOver||=requestAnimationFrame(()=>{t.askedOver=0,ht(
t)})}function ht(t){for(let e of t.panels){if(!e.places||!e.width)continue;let o=ft(e.over,e);t.moving&&Ee(t,e,o),t.answer.
found&&Pe(t,e,o,t.answer.found[e.index]),t.hover&&Me(t,e,o,t.hover),e.lasso&&(o.beginPath(),e.lasso.forEach(([n,s],a)=>a?
o.lineTo(n,s):o.moveTo(n,s)),o.strokeStyle=t.theme.accent,o.lineWidth=1.5,o.stroke(),o.globalAlpha=.1,o.fillStyle=t.theme.
accent,o.fill(),o.globalAlpha=1)}}function pt(t,e,o){t.beginPath(),t.moveTo(e[0],e[1]),t.lineTo(o[0],o[1]),t.stroke()}function ut(t,[
e,o],n,s){t.beginPath(),t.arc(e,o,n,0,2*Math.PI),s&&(t.fillStyle=s,t.fill()),t.stroke()}var mt=(t,e)=>t.colours[t.member[e]];
function Me(t,e,o,n){let{row:s}=n,a=$(t,e,s),r=Y(t,e,s);o.strokeStyle=t.theme.muted,o.lineWidth=1;for(let l of r)pt(o,a,
$(t,e,l));o.strokeStyle=t.theme.text;for(let l of r)ut(o,$(t,e,l),K(t)+.6,mt(t,l));o.lineWidth=2,ut(o,a,K(t)+3,mt(t,s))}
function Ee(t,e,o){let n=t.trails[e.index];if(!n)return;let s=t.chosen.includes(1),a=Math.max(0,t.changes.length-Ae);o.lineWidth=
1.5,o.lineJoin="round";for(let r=a;r<t.changes.length;r++){let{row:l}=t.changes[r],i=Q(t,e,n[6*r],n[6*r+1],n[6*r+2]),u=Q(
t,e,n[6*r+3],n[6*r+4],n[6*r+5]),d=t.hover?.row===l||t.chosen[l];o.globalAlpha=d||!s?.9:.2,o.strokeStyle=t.theme.accent,Te(
o,i,u)}o.globalAlpha=1}function Te(t,e,o){let[n,s]=[o[0]-e[0],o[1]-e[1]],a=Math.hypot(n,s);if(pt(t,e,o),a<4)return;let r=Math.
min(7,a/2),[l,i]=[n/a*r,s/a*r];t.beginPath(),t.moveTo(o[0]-l-i/2,o[1]-i+l/2),t.lineTo(o[0],o[1]),t.lineTo(o[0]-l+i/2,o[1]-
i-l/2),t.stroke()}function je(t,e,o){let{places:n}=e,s=o.slice(0,6),a=s.length>1?s[s.length-1][1]:0,r=[0,0,0],l=0;for(let[
i,u]of s){if(i<0||!n)continue;let d=Math.max(u-a,0)/Math.max(1-u,1e-6)+1e-9;for(let m=0;m<3;m++)r[m]+=d*n[3*i+m];l+=d}return l?
Q(t,e,r[0]/l,r[1]/l,r[2]/l):null}function Pe(t,e,o,n){let s=je(t,e,n);if(!s)return;o.strokeStyle=t.theme.accent,o.lineWidth=
1.25;let a=n.map(([r])=>r).filter(r=>r>=0);o.globalAlpha=.75;for(let r of a)pt(o,s,$(t,e,r));o.globalAlpha=1,o.strokeStyle=
t.theme.text;for(let r of a)ut(o,$(t,e,r),K(t)+1,mt(t,r));o.beginPath();for(let r=0;r<10;r++){let l=r%2?4.5:11,i=r*Math.
PI/5-Math.PI/2;o.lineTo(s[0]+l*Math.cos(i),s[1]+l*Math.sin(i))}o.closePath(),o.fillStyle=t.theme.accent,o.fill(),o.lineWidth=
2,o.strokeStyle=t.theme.surface,o.stroke()}function X(t){let e=o=>Pt(t.root,o);t.theme={text:e("text"),muted:e("muted"),surface:e("surface"),accent:e("accent")}}function Vt(t,e,o){
let n=devicePixelRatio||1;return t.colours.map(s=>{let a=c("canvas",{width:Math.ceil((2*e+3)*n),height:Math.ceil((2*e+3)*
n)}),r=dt(a);return r.scale(n,n),r.beginPath(),r.arc(e+1.5,e+1.5,e,0,2*Math.PI),r.fillStyle=s,r.fill(),r.lineWidth=o&&e>
3?1.5:.75,r.strokeStyle=o?t.theme.text:t.theme.surface,r.stroke(),a})}function A(t){t.asked||=requestAnimationFrame(()=>{
t.asked=0,L(t)})}function Ie(t,e){return t.dims!==3?null:Uint32Array.from({length:t.drawn},(n,s)=>s).sort((n,s)=>e[3*n+2]-
e[3*s+2])}function L(t){let e=K(t),o=Vt(t,e,!1),n=Vt(t,e+.6,!0),s=t.chosen.includes(1),{closer:a}=t;for(let r of t.panels){
if(!r.places||!r.width)continue;let l=ft(r.base,r),i=U(t,r),u=(m,f,h)=>{let[g,x]=[i[3*f],i[3*f+1]];if(g<-9||x<-9||g>r.width+
9||x>r.height+9)return;let p=t.dims===3?h*(.9+.35*i[3*f+2]):h;l.drawImage(m[t.member[f]],g-p,x-p,2*p,2*p)},d=Ie(t,i);for(let m=0;m<
t.drawn;m++){let f=d?d[m]:m;if(t.chosen[f])continue;let h=s||a&&a!==r&&!zt(t,a,f);l.globalAlpha=h?.2:t.dims===3?.66+.3*i[3*
f+2]:.9,u(o,f,e+1.5)}if(l.globalAlpha=1,s)for(let m=0;m<t.drawn;m++){let f=d?d[m]:m;t.chosen[f]&&u(n,f,e+2.1)}}ht(t)}function S(t){let e=[];for(let o=0;o<t.length;o++)t[o]&&e.push(o);return e}function Bt(t,e){t.fill(0);for(let o of e)t[o]=
1}function Ht(t,e,o){let n=S(t);return o?t[e]?n.filter(s=>s!==e):[...n,e]:n.length===1&&n[0]===e?[]:[e]}var _t=(t,e)=>e.
length===S(t).length&&e.every(o=>t[o]);function O(t,e,o=!1){t.hover?.row===e?.row&&t.hover?.panel===e?.panel||(t.hover=e,t.root.dataset.hover=e?String(e.row):"",
k(t),v(t),o&&e&&(t.said.textContent=`${t.texts[e.row]}. ${t.about[e.row]}`))}function w(t,e){t.panels[0].places&&(t.hover=
{panel:t.panels[0],row:e},t.root.dataset.hover=String(e),k(t))}function v(t){let{tip:e,root:o,spaces:n}=t;if(e.hidden=!t.
hover,!t.hover)return;let{panel:s,row:a}=t.hover,r=p=>c("div",{class:"mkw-muted"},p),l=[c("div",{class:"mkc-tiptext",dir:"\
auto"},t.texts[a]),r(t.about[a])],i=t.answer.shifts?.find(p=>p.row===a)?.ranks;if(i&&l.push(r(n.map((p,z)=>`${p} #${b(i[z])}`).
join("   "))),t.near.length&&l.push(r(qe(t,a))),t.moving)for(let p of t.changes)p.row===a&&l.push(r(`was: ${p.old}`));e.
replaceChildren(...l);let u=s.over.getBoundingClientRect(),d=o.getBoundingClientRect(),[m,f]=$(t,s,a),h=u.left-d.left+m,
g=u.top-d.top+f,x=h+16+e.offsetWidth>d.width;e.style.left=`${Math.max(0,Math.min(d.width-e.offsetWidth,x?h-12-e.offsetWidth:
h+12))}px`,e.style.top=`${g+12+e.offsetHeight>d.height?g-12-e.offsetHeight:g+12}px`}function qe(t,e){let o=t.panels.map(
s=>new Set(Y(t,s,e)));return`${[...o[0]].filter(s=>o.every(a=>a.has(s))).length} of ${o[0].size} nearest in common`}var gt=100;function M(t,e,o=!0){Bt(t.chosen,e),A(t),Gt(t),t.code.refresh(),o&&(t.model.set("chosen",new DataView(Int32Array.
from(S(t.chosen)).buffer)),t.model.save_changes())}function tt(t,e,o){M(t,Ht(t.chosen,e,o))}function Jt(t){let e=[..._(t.
model.get("chosen"))];_t(t.chosen,e)?Gt(t):M(t,e,!1)}function Qt(t){return t.chosenTitle=c("b",{class:"mkc-count"}),t.clear=
c("button",{type:"button",onclick:()=>M(t,[])},"Clear"),t.list=c("ol",{class:"mkc-list",tabindex:"0","aria-label":"Selec\
ted memories"}),t.sideNote=c("p",{class:"mkw-note"}),c("aside",{class:"mkc-side","aria-label":"Selection"},c("div",{class:"\
mkc-sidehead"},t.chosenTitle,t.clear),t.list,t.sideNote)}function Gt(t){let e=S(t.chosen),o=e.filter(s=>s<t.drawn);if(t.
root.dataset.selected=String(e.length),t.chosenTitle.textContent=`Selected: ${b(e.length)}`,t.clear.hidden=e.length===0,
t.list.hidden=o.length===0,t.list.replaceChildren(...o.slice(0,gt).map(s=>R(t,s))),!e.length){t.sideNote.textContent="Dr\
aw around points in any panel: the same memories light up in all of them. Lines from a point go to its nearest memories \
in that space.";return}let n=[];o.length>gt&&n.push(`The first ${gt} of ${b(o.length)}.`),e.length>o.length&&n.push(`${b(
e.length-o.length)} of them are not drawn.`),t.live&&n.push("In Python: comparison.selection"),t.sideNote.textContent=n.
join(" ")}function R(t,e,...o){let{texts:n,about:s,ids:a}=t,r=()=>w(t,e),l=()=>O(t,null);return c("li",{onpointerenter:r,
onpointerleave:l},c("button",{type:"button",class:"mkc-memory",dir:"auto",title:`${n[e]}
${s[e]}
${a[e]}`,onfocus:r,onblur:l,onclick:i=>{l(),tt(t,e,i.shiftKey)}},Le(t,e),c("span",{},n[e])),...o)}var Le=(t,e)=>c("i",{class:"\
mkc-dot",style:`background:${t.colours[t.member[e]]??"transparent"}`,"data-row":e});var Re=["#440154","#472d7b","#3b528b","#2c728e","#21918c","#28ae80","#5ec962","#addc30","#fde725"],De=["#d55e00","#c98d5\
e","#bbbbbb","#5e97b7","#0072b2"],bt=32,Yt={category:"category",cluster:"cluster",overlap:"neighbour overlap",hits:"hit \
count",user:"user",agent:"agent",age:"age"};function kt(t,e){let o=t.model.get("colours")[e];if(t.by=e,t.member.fill(0),
!o)t.colours=["#0072b2"];else if(o.names)t.colours=o.colours,t.member.set(o.members);else{let s=o.diverging?De:Re;t.colours=
Array.from({length:bt},(a,r)=>ze(s,r/(bt-1))),o.values.forEach((a,r)=>{let l=(a-o.low)/(o.high-o.low);t.member[r]=Math.round(
Math.max(0,Math.min(1,l))*(bt-1))})}t.root.dataset.colour=e??"",Fe(t,o);let n=t.root.querySelectorAll(".mkc-dot[data-row\
]");for(let s of n)s.style.background=t.colours[t.member[Number(s.dataset.row)]];it(t),t.code.refresh(),A(t)}function Fe(t,e){
let{legend:o}=t;if(!e)return o.replaceChildren();let n=c("span",{class:"mkw-muted",title:e.about},e.title);if(!e.names){
let a=c("span",{class:"mkc-ramp",style:`background:linear-gradient(90deg,${t.colours.join(",")})`}),r=e.high-e.low<10&&!Number.
isInteger(e.high)?1:0,l=u=>u===0?"0":u.toFixed(r).replace(/\.0$/,""),i=e.about?c("span",{class:"mkw-muted"},e.about):null;
return o.replaceChildren(...[n,l(e.low),a,l(e.high),i].filter(u=>u!=null))}let s=new Array(e.names.length).fill(0);for(let a of e.
members)s[a]++;return o.replaceChildren(n,...e.names.map((a,r)=>c("button",{type:"button",class:"mkc-chip",title:`Select\
 all ${b(s[r])}`,onclick:l=>{let i=l.shiftKey?S(t.chosen):[];e.members.forEach((u,d)=>{u===r&&i.push(d)}),M(t,i)}},c("i",
{class:"mkc-dot",style:`background:${e.colours[r]}`}),a,c("span",{class:"mkw-muted"},b(s[r])))))}function Zt(t){let e=t.
model.get("colours"),o=Object.keys(Yt).filter(r=>e[r]),n=r=>(e[r]?.names?.length??2)<2,a=o.find(r=>r===t.by&&(t.touched||
!n(r)))??o.find(r=>!n(r))??o[0];W(t.colour,o.map(r=>({value:r,text:Yt[r]})),a),kt(t,a)}function ze(t,e){let o=Math.max(0,
Math.min(1,e))*(t.length-1),n=Math.min(Math.floor(o),t.length-2),s=(r,l)=>parseInt(r.slice(1+2*l,3+2*l),16);return`rgb(${[
0,1,2].map(r=>Math.round(s(t[n],r)*(1-o+n)+s(t[n+1],r)*(o-n))).join(",")})`}var xt=[["recall",t=>`recall@${t}`,"Share of the right memories among the first k"],["mrr",()=>"MRR","One over the rank \
of the first right memory, on average"],["ndcg",t=>`nDCG@${t}`,"As recall, but a higher rank counts more; up to 1"]];function wt(t){
let e=t.model.get("evaluation");t.root.dataset.evaluated=String(e.queries??"");let o=c("button",{type:"button",hidden:!t.
live,onclick:()=>Ke(t)},e.queries?"Evaluate again":"Evaluate");if(!Ne(e)){let s=e.trouble??"Which space answers better? \
Say which memories are right for some questions, then evaluate: m.rate(query, id, True), or comparison.evaluate({query: \
[ids]}).";t.evaluation.replaceChildren(c("p",{class:"mkw-note"},s),c("div",{class:"mkw-row"},o));return}let n=`${P(e.queries,
"labelled query","labelled queries")}${e.rated?" from ratings":""}; bars are 95 % bootstrap intervals.`+(e.queries<20?" \
So few queries say little.":"");t.evaluation.replaceChildren(c("p",{class:"mkw-note"},n),c("div",{class:"mkc-scroll"},c(
"table",{class:"mkc-table mkc-scores"},c("thead",{},c("tr",{},c("th",{scope:"col"},"space"),...xt.map(([,s,a])=>c("th",{
scope:"col",title:a},s(e.k))))),c("tbody",{},...e.spaces.flatMap(s=>We(e,s))))),c("div",{class:"mkw-row"},o))}var Ne=t=>!!t.
queries;function We(t,e){let o=xt.map(([a])=>c("td",{},Xt(e[a],0,1))),n=[c("tr",{},c("th",{scope:"row",dir:"auto"},e.space),
...o)],{difference:s}=e;return s&&n.push(c("tr",{class:"mkc-difference"},c("th",{scope:"row",dir:"auto"},`${e.space} les\
s ${t.spaces[0].space}`),...xt.map(([a])=>c("td",{},Xt(s[a],-1,1),c("div",{class:"mkw-muted"},Ue(s[a])))))),n}function Ue({
low:t,high:e}){return t>0?"better":e<0?"worse":"no clear difference"}function Xt({mean:t,low:e,high:o},n,s){let a=i=>`${100*
(i-n)/(s-n)}%`,r=n<0&&t>0?"+":"",l=`${r}${y(t)}, interval ${y(e)} to ${y(o)}`;return c("div",{class:"mkc-interval",title:l},
c("b",{},`${r}${y(t)}`),c("span",{class:"mkc-track",role:"img","aria-label":l},n<0?c("i",{class:"mkc-zero"}):null,c("i",
{class:"mkc-range",style:`left:${a(e)};width:calc(${a(o)} - ${a(e)})`}),c("i",{class:"mkc-mean",style:`left:${a(t)}`})))}
function Ke(t){t.evaluation.replaceChildren(c("p",{class:"mkw-note"},"Asking every labelled query in every space …")),
t.model.send({kind:"evaluate"})}var Ve=[["overlap",t=>`kNN overlap@${t.k}`,"Share of the nearest memories that both spaces have in common, 0 to 1"],["ck\
a",()=>"CKA","Linear centred kernel alignment of the vectors, up to 1"],["rank",()=>"rank corr","Spearman's correlation \
of the distances between memories"],["ari",()=>"clusters ARI","Adjusted Rand index of the clusters, up to 1"]];function vt(t){
let e=t.model.get("agreements");if(!e.length){t.agreement.replaceChildren(c("span",{class:"mkw-muted"},"Agreement: being\
 computed in the original dimensions …"));return}let o=n=>Ve.map(([s,a,r])=>c("span",{class:"mkc-fact",title:r},c("spa\
n",{class:"mkw-muted"},`${a(n)} `),c("b",{},y(n[s]))));t.agreement.replaceChildren(...e.map(n=>c("div",{class:"mkc-pair"},
c("span",{class:"mkc-pairname",dir:"auto"},e.length>1?`${n.first} | ${n.second}`:"Agreement"),...o(n))))}function te(t){
let e=t.model.get("findings");if(!e.length){t.findings.replaceChildren(c("p",{class:"mkw-note"},"Finding the memories wh\
ose neighbours differ most …"));return}t.findings.replaceChildren(c("p",{class:"mkw-note"},"Memories whose nearest one\
s differ most from space to space, with how many they share."),...e.map((o,n)=>Be(t,o,n===0)))}function Be(t,e,o){let n=e.
neighbours[0].length,s=e.neighbours[0].filter(([,,a])=>a).length;return c("details",{open:o},c("summary",{onpointerenter:()=>w(
t,e.row),onpointerleave:()=>O(t,null)},c("span",{class:"mkc-share",title:`${s} of ${n} nearest memories in common`},`${s}\
/${n}`),c("span",{class:"mkc-subject",dir:"auto"},t.texts[e.row])),c("div",{class:"mkc-lists"},...e.neighbours.map((a,r)=>c(
"div",{},c("div",{class:"mkw-muted",dir:"auto"},`Nearest in ${t.spaces[r]}`),c("ol",{},...a.map(([l,i,u])=>{let d=R(t,l,
c("span",{class:"mkc-cosine",title:"cosine"},y(i)));return u&&(d.classList.add("mkc-same"),d.append(c("span",{class:"mkc\
-both"},t.spaces.length>2?"in all":"in both"))),d}))))))}function ee(t){let e=t.model.get("duplicates"),o=e.total??0;if(t.
tabs.say("duplicates",e.pairs?`Duplicates only one space sees (${b(o)})`:"Duplicates only one space sees"),!e.pairs){t.duplicates.
replaceChildren(c("p",{class:"mkw-note"},"Looking for pairs that are nearly the same in one space and not in the others \
…"));return}let n=`Pairs whose cosine is ${y(e.threshold)} or more in one space and less in ${t.spaces.length>2?"all o\
thers":"the other"}.`;if(!e.pairs.length){t.duplicates.replaceChildren(c("p",{class:"mkw-note"},`${n} There are none.`));
return}t.duplicates.replaceChildren(c("p",{class:"mkw-note"},n+(o>e.pairs.length?` The first ${e.pairs.length} of ${b(o)}\
.`:"")),c("ul",{class:"mkc-pairs","aria-label":"Duplicates"},...e.pairs.map(s=>He(t,s))))}function He(t,e){let o=t.spaces.
map(r=>c("span",{class:r===e.space?"mkc-seen":"",dir:"auto"},`${r} `,c("b",{},y(e.cosines[r])))),n=c("span",{class:"mkw-\
note",role:"status"},e.said??"");n.classList.toggle("mkw-trouble",!!e.failed);let s=(r,l)=>{n.textContent=l,t.model.send(
{kind:r,pair:e.number})},a=[];if(t.live&&e.mergeable){let r=`${e.merged?"Undo the merge of":"Merge"} “${t.texts[e.rows[0]]}\
” and “${t.texts[e.rows[1]]}”`;a.push(e.merged?c("button",{type:"button","aria-label":r,onclick:()=>s("unmerge","U\
ndoing …")},"Undo"):c("button",{type:"button","aria-label":r,title:"Keeps the first text, and both in the history",onclick:()=>s(
"merge","Merging …")},"Merge"))}return c("li",{class:e.merged?"mkc-merged":""},c("ol",{},...e.rows.map(r=>R(t,r))),c("\
div",{class:"mkc-foot"},c("span",{class:"mkc-cosines"},...o),...a,n))}function oe(t,e,o){let n=c("canvas",{class:"mkc-base","aria-hidden":"true"}),s=c("canvas",{class:"mkc-over",tabindex:"0",
role:"application"}),a=c("div",{class:"mkc-plot"},n,s),r=c("span",{class:"mkc-badge"}),l=c("p",{class:"mkw-said"}),i={space:e,
index:o,base:n,over:s,plot:a,badge:r,words:l,frame:c("figure",{class:"mkc-panel","data-space":e}),width:0,height:0,zoom:1,
x:0,y:0,places:null,wide:1,high:1,deep:1,screen:null,stale:!0,lasso:null,drag:null},u=(d,m,f)=>c("button",{type:"button",
"aria-label":`${d} in ${e}`,title:d,onclick:f},m);return i.frame.append(c("figcaption",{},c("b",{dir:"auto",title:e},e),
r,c("span",{class:"mkc-zoom"},u("Zoom in","+",()=>D(t,i,1.4)),u("Zoom out","−",()=>D(t,i,1/1.4)),u("Show all","⤢",()=>et(
t,i)))),a,l),i}function E(t,e){Object.assign(t,e,{stale:!0})}function D(t,e,o,n=[e.width/2,e.height/2]){E(e,Wt(e,o,n)),ot(
t,e)}function et(t,e){E(e,{zoom:1,x:0,y:0}),t.dims===3&&nt(t,T),ot(t,e)}function ot(t,e){t.closer=e.zoom>1.05?e:null,t.root.
dataset.closer=t.closer?e.space:"",A(t),v(t)}function nt(t,e){t.turn=e;for(let o of t.panels)o.stale=!0;A(t),v(t)}function ne(t){
let e=devicePixelRatio||1;for(let o of t.panels){let{clientWidth:n,clientHeight:s}=o.plot;if(o.width===n&&o.height===s)continue;
let a=o.width?n/o.width:1;E(o,{width:n,height:s,x:o.x*a,y:o.y*a});for(let r of[o.base,o.over])Object.assign(r,{width:n*e,
height:s*e})}}var se=10,re=[{value:"select",text:"Lasso",title:"Draw around points; Shift adds to the selection"},{value:"move",text:"\
Move",title:"Drag moves, the wheel zooms"},{value:"turn",text:"Turn",title:"Drag turns all panels, the wheel zooms"}],V=t=>[
t.offsetX,t.offsetY];function ae(t,e){let{over:o}=e;o.addEventListener("pointermove",n=>Je(t,e,n)),o.addEventListener("p\
ointerdown",n=>_e(t,e,n)),o.addEventListener("pointerup",n=>Qe(t,e,n)),o.addEventListener("pointercancel",()=>{e.lasso=e.
drag=null,k(t)}),o.addEventListener("pointerleave",()=>{!e.lasso&&!e.drag&&O(t,null)}),o.addEventListener("blur",()=>O(t,
null)),o.addEventListener("dblclick",()=>et(t,e)),o.addEventListener("wheel",n=>{t.tool==="select"&&!n.ctrlKey&&!n.metaKey||
(n.preventDefault(),D(t,e,Math.exp(-n.deltaY/400),V(n)))},{passive:!1}),o.addEventListener("keydown",n=>Ye(t,e,n))}function F(t,e){
t.tool=e,t.tools.show(e),t.root.dataset.tool=e}function _e(t,e,o){o.button!==0||!e.places||(e.over.setPointerCapture(o.pointerId),
t.tool==="select"?e.lasso=[V(o)]:e.drag={from:V(o),x:e.x,y:e.y,turn:t.turn})}function Je(t,e,o){if(!e.places)return;let[
n,s]=V(o);if(e.drag){let[a,r]=[n-e.drag.from[0],s-e.drag.from[1]];t.tool==="turn"?nt(t,J(e.drag.turn,a/120,r/120)):(E(e,
{x:e.drag.x+a,y:e.drag.y+r}),ot(t,e))}else if(e.lasso)e.lasso.push([n,s]),k(t);else{let a=G(t,e,n,s,se);O(t,a<0?null:{panel:e,
row:a})}}function Qe(t,e,o){let n=e.lasso,s=e.drag?.from??n?.[0];if(e.lasso=e.drag=null,!s)return;let[a,r]=V(o);if(Math.
max(...(n??[[a,r]]).map(([i,u])=>Math.hypot(i-s[0],u-s[1])))<5){let i=G(t,e,a,r,se);i>=0?tt(t,i,o.shiftKey||o.ctrlKey||o.
metaKey):n&&M(t,[])}else n&&M(t,[...o.shiftKey?S(t.chosen):[],...Ft(t,e,n)]);k(t)}var Ge={ArrowLeft:[-1,0],ArrowRight:[1,
0],ArrowUp:[0,-1],ArrowDown:[0,1]};function Ye(t,e,o){if(!e.places)return;let n=Ge[o.key];if(n&&o.shiftKey&&t.dims===3)nt(
t,J(t.turn,n[0]/8,n[1]/8));else if(n)Ze(t,e,n);else if(o.key==="Enter"||o.key===" ")t.hover&&tt(t,t.hover.row,o.shiftKey);else if(o.
key==="+"||o.key==="=")D(t,e,1.4);else if(o.key==="-")D(t,e,1/1.4);else if(o.key==="0")et(t,e);else if(o.key==="Escape")
O(t,null),M(t,[]);else return;o.preventDefault()}function Ze(t,e,o){if(t.hover?.panel!==e){O(t,{panel:e,row:G(t,e,e.width/
2,e.height/2,1/0)},!0);return}O(t,{panel:e,row:Nt(t,e,t.hover.row,o)},!0)}var Xe=900,we="AlignedUMAP draws the panels together, so it can hide that the spaces really disagree: read the overlap b\
eside it.",ce=t=>({independent:{text:"each for itself",title:"Every panel is drawn on its own."},started:{text:`started \
from ${t.spaces[0]}`,title:"Each panel begins where the first one ended."},aligned:{text:"aligned",title:we}});function le(t){
t.projection=N("Projection",e=>yt(t,{projection:e})),t.layout=N("Layout",e=>yt(t,{layout:e})),t.disparity=c("span",{class:"\
mkc-disparity",title:"Procrustes disparity: how far a panel's shape is from the first one's, from 0 (the same) to 1"}),t.
flat=B("Dimensions",[{value:"2",text:"2-D",title:"Two dimensions"},{value:"3",text:"3-D",title:"Three dimensions, to be \
turned"}],e=>yt(t,{dims:Number(e)}))}function yt(t,e){let o=t.wish??t.picture;if(!o)return;let n={...o,...e};if(!t.live&&
!t.pictures[C(n)]){let s=Object.keys(e)[0],a=Object.keys(t.pictures).map(j).find(r=>r[s]===e[s]);Object.assign(n,a??t.picture)}
t.wish=n,t.model.send({kind:"picture",...n}),t.pictures[C(n)]&&$t(t,n),st(t)}function st(t){let e=t.wish??t.picture;if(!e)
return;let o=Object.keys(t.pictures).map(j),n=(s,a)=>!t.live&&!o.some(r=>r[s]===a);W(t.projection,Object.entries(q).map(
([s,a])=>({value:s,text:a,disabled:n("projection",s)})),e.projection),W(t.layout,Object.entries(ce(t)).map(([s,a])=>({value:s,
...a,disabled:n("layout",s)})),e.layout),t.layout.title=ce(t)[e.layout].title,t.flat.show(String(e.dims)),t.flat.hidden=
!t.live&&new Set(o.map(s=>s.dims)).size<2}function ie(t){for(let[o,n]of Object.entries(t.model.get("pictures")))t.pictures[o]??=
ve(n,j(o).dims);St(t);let e=t.model.get("wanted");if(t.picture)t.wish&&t.pictures[C(t.wish)]&&$t(t,t.wish);else{t.wish=j(
e);let o=t.pictures[e]?e:Object.keys(t.pictures)[0];$t(t,j(o),!0)}st(t)}function ve(t,e){return{panels:t.positions.map(n=>Rt(
H(n),e)),disparities:t.disparities,full:!1}}function St(t){for(let[e,o]of Object.entries(t.model.get("rest"))){let n=t.pictures[e];
!n||n.full||(n.full=!0,n.panels.forEach((s,a)=>{let r=s.fit(H(o[a])),l=new Float32Array(s.places.length+r.length);l.set(
s.places),l.set(r,s.places.length),s.places=l}),t.picture&&e===C(t.picture)&&!t.root.dataset.moving&&Ot(t,n))}ue(t)}var ue=t=>{
t.root.dataset.reach=String((t.panels[0].places?.length??0)/3)};function Ot(t,e){t.panels.forEach((o,n)=>{let{places:s,wide:a,
high:r,deep:l}=e.panels[n];E(o,{places:s,wide:a,high:r,deep:l})}),ue(t)}function $t(t,e,o=!1){let n=t.pictures[C(e)],s=t.
dims;t.picture=e,t.dims=e.dims,t.wish&&C(t.wish)===C(e)&&(t.wish=null),Object.assign(t.root.dataset,{...e}),t.turner.hidden=
t.dims!==3,rt(t),t.said.textContent="",s!==t.dims&&(t.turn=T,t.dims===3?F(t,"turn"):t.tool==="turn"&&F(t,"select")),Z(t),
t.code.refresh(),cancelAnimationFrame(t.running);let a=o||!t.panels[0].places||matchMedia("(prefers-reduced-motion: redu\
ce)").matches;if(t.panels.forEach(r=>E(r,{zoom:1,x:0,y:0})),t.closer=null,O(t,null),a){Ot(t,n),A(t);return}to(t,n)}function to(t,e){
let o=t.panels.map(({places:a,wide:r,high:l,deep:i})=>({places:a??new Float32Array,wide:r,high:l,deep:i})),n=performance.
now();t.root.dataset.moving="true";let s=a=>{let r=Math.max(0,Math.min(1,(a-n)/Xe)),l=r*r*(3-2*r);r>=1?(Ot(t,e),delete t.
root.dataset.moving):(t.panels.forEach((i,u)=>{E(i,Ut(o[u],e.panels[u],l,t.drawn))}),t.running=requestAnimationFrame(s)),
L(t)};t.running=requestAnimationFrame(s)}function rt(t){let e=t.picture?C(t.picture):"",o=t.model.get("trails")[e];t.trails=
o?t.pictures[e].panels.map((n,s)=>n.fit(H(o[s]))):[],k(t)}var eo=50;function me(t){if(!t.picture)return"";let{projection:e,layout:o,dims:n}=t.picture,a=[`comparison = m.compare(${[
...t.basics.call,`projection=${I(e)}`,`layout=${I(o)}`,...n===3?["dims=3"]:[]].join(", ")})`,"comparison.refine()"],r=S(
t.chosen),l=r.filter(u=>u<t.drawn);l.length&&r.length<=eo&&l.length===r.length?a.push("comparison.selection = [",...l.map(
u=>`    ${I(t.ids[u])},`),"]"):r.length&&a.push(`# comparison.selection holds the ${b(r.length)} ids that are selected.`);
let i=[];return t.by&&t.by!=="category"&&i.push(`colour_by=${I(t.by)}`),t.answer.query&&(a.push(`drift = comparison.quer\
y(${I(t.answer.query)})`),i.push("query=drift")),t.moving&&i.push("trails=True"),a.push(`comparison.figure(${i.join(", ")}\
)`),a.join(`
`)}function fe(t){return t.box=c("input",{type:"search",placeholder:"Ask every space, e.g. where does she live?","aria-labe\
l":"Query",autocomplete:"off",oninput:()=>{!t.box.value&&t.answer.query&&de(t)}}),t.results=c("div",{class:"mkc-results",
"aria-live":"polite"}),c("section",{class:"mkc-query","aria-label":"Query",hidden:!t.live},c("form",{onsubmit:e=>{e.preventDefault(),
de(t)}},c("label",{},"Query ",t.box),c("button",{type:"submit"},"Ask")),t.results)}function de(t){t.question+=1,t.results.
replaceChildren(c("p",{class:"mkw-note"},t.box.value.trim()?"Asking …":"")),t.model.send({kind:"query",text:t.box.value,
number:t.question})}function he(t){let e=t.model.get("answer");(e.number??0)<t.question||(t.question=e.number??0,t.answer=
e.found?e:{},t.root.dataset.query=t.answer.query??"",e.trouble?t.results.replaceChildren(c("p",{class:"mkw-note mkw-trou\
ble"},e.trouble)):e.found?t.results.replaceChildren(oo(t,e)):t.results.replaceChildren(),t.code.refresh(),k(t))}function oo(t,e){
let{spaces:o}=t,n=[...e.shifts].sort((a,r)=>Math.min(...a.ranks)-Math.min(...r.ranks)),s=o.length===2;return c("table",{
class:"mkc-table"},c("caption",{},`Ranks of the best ${e.k} of each space for “${e.query}”`),c("thead",{},c("tr",{},
c("th",{scope:"col"},"memory"),...o.map(a=>c("th",{scope:"col",class:"mkc-num",dir:"auto"},a)),c("th",{scope:"col",class:"\
mkc-num"},s?"moved":"span"))),c("tbody",{},...n.map(a=>{let r=s?a.ranks[0]-a.ranks[1]:Math.max(...a.ranks)-Math.min(...a.
ranks),l=!s||r===0?"":r>0?"▲ +":"▼ −";return c("tr",{},c("td",{dir:"auto"},a.row>=0?c("ol",{class:"mkc-one"},R(t,a.
row)):`${a.text} (not drawn)`),...a.ranks.map(i=>c("td",{class:`mkc-num${i<=e.k?" mkc-top":""}`},`#${b(i)}`)),c("td",{class:`\
mkc-num ${r>0&&s?"mkc-up":r<0?"mkc-down":""}`},r===0?"–":`${l}${b(Math.abs(r))}`))})))}function no(t){return t.stage=c("span",{class:"mkc-stage",role:"status"}),t.notes=c("span",{class:"mkc-notes"}),t.colour=
N("Colour by",e=>{t.touched=!0,kt(t,e)}),le(t),t.tools=B("What dragging does",re,e=>F(t,e)),t.turner=t.tools.lastElementChild,
t.mover=c("button",{type:"button","aria-pressed":"false",title:"Arrows from where a memory's old text lay to where its n\
ew text lies",onclick:()=>{t.moving=!t.moving,t.mover.setAttribute("aria-pressed",String(t.moving)),t.root.dataset.trails=
String(t.moving),t.code.refresh(),k(t)}}),t.agreement=c("div",{class:"mkc-agreement"}),t.legend=c("div",{class:"mkc-lege\
nd",role:"group","aria-label":"Colours"}),[c("header",{class:"mkc-head"},c("div",{class:"mkc-what"},c("b",{dir:"auto"},t.
spaces.join(" | ")),c("span",{},P(t.drawn+t.basics.hidden,"memory","memories")),t.notes,t.stage),c("div",{class:"mkc-con\
trols"},c("label",{},"Colour ",t.colour),c("label",{},"Layout ",t.layout),t.disparity,c("label",{},"Projection ",t.projection),
t.flat,t.tools,t.mover)),c("div",{class:"mkc-facts"},t.agreement,t.code.button),t.code.box,t.legend]}function so(t){return t.
findings=c("div",{class:"mkc-findings"}),t.duplicates=c("div",{class:"mkc-duplicates"}),t.evaluation=c("div",{class:"mkc\
-evaluation"}),t.tabs=At("What the spaces see differently",[{name:"findings",text:"Most disagreeing",panel:t.findings},{
name:"duplicates",text:"Duplicates only one space sees",panel:t.duplicates},{name:"evaluation",text:"Which answers bette\
r",panel:t.evaluation}]),t.tabs}function ro(t){let{name:e,done:o,trouble:n}=t.model.get("stage"),s=e?.includes("/")?j(e):
null;t.root.dataset.stage=e??"done",t.stage.classList.toggle("mkw-trouble",e==="failed"),e?s?t.stage.textContent=`Drawin\
g ${q[s.projection]}${o?` ${Math.round(o*100)} %`:""} …`:t.stage.textContent={neighbours:"Finding neighbours …",agreement:"\
Measuring agreement …",duplicates:"Looking for duplicates …",rest:"Placing the memories that are not drawn …",failed:n}[e]??
"":t.stage.textContent="",e==="failed"&&(t.wish=null,t.picture&&st(t))}function ao(t){t.changes=t.model.get("changes"),rt(
t),t.mover.hidden=t.changes.length===0,t.mover.textContent=`Movement (${b(t.changes.length)})`,k(t)}function co({model:t,
el:e}){let o=Kt(t);o.root=Ct("mkc",`Compare ${o.spaces.join(" and ")}`),o.said=c("div",{class:"mkw-said","aria-live":"po\
lite"}),o.tip=c("div",{class:"mkc-tip",hidden:!0}),o.code=Mt(()=>me(o));let n=no(o);o.panels=o.spaces.map((u,d)=>oe(o,u,
d));for(let u of o.panels)ae(o,u);o.root.append(...n,c("div",{class:"mkc-main"},c("div",{class:"mkc-panels","data-panels":String(
o.panels.length)},...o.panels.map(u=>u.frame)),Qt(o)),fe(o),so(o),o.tip,o.said),e.append(o.root);let s=jt(o.root,t.get("\
key"));X(o),F(o,"select");let a={stage:ro,changes:ao,trails:rt,pictures:ie,rest:St,colours:Zt,badges:Z,neighbours:()=>{o.
near=t.get("neighbours").map(_),k(o)},notes:()=>{o.notes.replaceChildren(...t.get("notes").map(u=>c("span",{},u)))},agreements:vt,
findings:te,duplicates:ee,evaluation:wt,answer:he,chosen:Jt},r=Object.entries(a).map(([u,d])=>Et(t,u,()=>d(o))),l=[...Object.
keys(a).map(u=>`change:${u}`),"msg:custom"];for(let u of l)t.on(u,s);r.push(()=>l.forEach(u=>t.off(u,s))),t.send({kind:"\
hello"});let i=new ResizeObserver(()=>{ne(o),X(o),L(o)});return o.panels.forEach(u=>i.observe(u.plot)),r.push(()=>i.disconnect(),
It(()=>{X(o),L(o)})),o.root.locate=(u,d)=>$(o,o.panels[u],d),o.root.chosen=()=>S(o.chosen),()=>{r.forEach(u=>u()),cancelAnimationFrame(
o.running)}}var lo={render:co};return ye(io);})();
export default memkit_compare.default;
