// Made of memkit/web/js/compare by "make web": change it there.
"use strict";var memkit_compare=(()=>{var zt=Object.defineProperty;var En=Object.getOwnPropertyDescriptor;var On=Object.getOwnPropertyNames;var Cn=Object.prototype.hasOwnProperty;var Tn=(t,e)=>{for(var n in e)zt(t,n,{get:e[n],enumerable:!0})},Nn=(t,e,n,o)=>{if(e&&typeof e=="object"||typeof e=="func\
tion")for(let r of On(e))!Cn.call(t,r)&&r!==n&&zt(t,r,{get:()=>e[r],enumerable:!(o=En(e,r))||o.enumerable});return t};var Rn=t=>Nn(zt({},"__esModule",{value:!0}),t);var lr={};Tn(lr,{default:()=>ar});function f(t,e={},...n){let o=document.createElement(t);for(let[r,s]of Object.entries(e))s===!1||s==null||(typeof s=="fu\
nction"?o.addEventListener(r.slice(2),s):o.setAttribute(r,s===!0?"":String(s)));return o.append(...n.filter(r=>r!=null)),
o}function se(t,e){let n=f("section",{class:`memkit mkw ${t}`,"aria-label":e,"data-lm-suppress-shortcuts":"true"});for(let o of[
"keydown","keypress","keyup"])n.addEventListener(o,r=>r.stopPropagation());return n}function it(t,e){let n=f("select",{"aria-label":t});return n.addEventListener("change",()=>e(n.value)),n}function ct(t,e,n){
t.replaceChildren(...e.map(o=>f("option",{value:o.value,dir:"auto",disabled:o.disabled,title:o.title},o.text))),t.value=
n}function ht(t,e,n){let o=f("span",{class:"mkw-choice",role:"group","aria-label":t}),r=e.map(i=>f("button",{type:"butto\
n",title:i.title,"data-value":i.value,onclick:()=>n(i.value)},i.text));return o.append(...r),Object.assign(o,{show:i=>{for(let a of r)
a.setAttribute("aria-pressed",String(a.dataset.value===i))}})}var Pn=0;function ie(t,e){let n=++Pn,o=f("div",{class:"mkw\
-tabs",role:"tablist","aria-label":t}),r=f("section",{class:"mkw-tabbed"},o),s=e.map((l,c)=>{let u=`mkw-${n}-${l.name}`,
d=f("button",{type:"button",role:"tab",id:u,"aria-controls":`${u}-panel`,"data-tab":l.name,onclick:()=>i(l.name),onkeydown:h=>{
let m=h.key==="ArrowRight"?1:h.key==="ArrowLeft"?-1:0;if(!m)return;h.preventDefault();let g=s.filter(b=>!b.hidden),y=g[(g.
indexOf(s[c])+m+g.length)%g.length];i(y.dataset.tab),y.focus()}},l.text);return l.panel.id=`${u}-panel`,l.panel.setAttribute(
"role","tabpanel"),l.panel.setAttribute("aria-labelledby",u),d});o.append(...s),r.append(...e.map(l=>l.panel));let i=l=>e.
forEach((c,u)=>{let d=c.name===l;s[u].setAttribute("aria-selected",String(d)),s[u].tabIndex=d?0:-1,c.panel.hidden=!d}),a=(l,c)=>{
s[e.findIndex(u=>u.name===l)].textContent=c};return i(e[0].name),Object.assign(r,{say:a})}function ce(t){let e=f("pre",{
class:"mk-code",tabindex:"0","aria-label":"Python"}),n=f("span",{class:"mkw-note",role:"status"}),o=f("button",{type:"bu\
tton",onclick:()=>navigator.clipboard.writeText(e.textContent).then(()=>{n.textContent="Copied."},()=>{n.textContent="Th\
e browser does not allow it: mark the text and copy it."})},"Copy"),r=f("div",{class:"mkw-code",hidden:!0},e,f("div",{class:"\
mkw-row"},o,n)),s=f("button",{type:"button","aria-expanded":"false",onclick:()=>{r.hidden=!r.hidden,s.setAttribute("aria\
-expanded",String(!r.hidden)),i()}},"Show as Python"),i=()=>{r.hidden||(e.textContent=t(),n.textContent="")};return{button:s,
box:r,refresh:i}}function ae(t,e,n){return t.on(`change:${e}`,n),n(),()=>t.off(`change:${e}`,n)}var le=t=>t.buffer.slice(t.byteOffset,t.byteOffset+
t.byteLength),G=t=>new Float32Array(le(t)),F=t=>new Int32Array(le(t));function jn(t){let e=t.getRootNode();return e instanceof ShadowRoot?e.host:null}function fe(t,e){let n=o=>{for(let r=t;r&&
e;r=jn(r))r.setAttribute(`data-memkit-${o}`,e)};return n("widget"),requestAnimationFrame(()=>n("widget")),()=>{n("live"),
requestAnimationFrame(()=>n("live"))}}var P=(t,e=2)=>t==null?"–":t.toFixed(e).replace(/^(-?)0\./,"$1.");var A=t=>t.toLocaleString("en"),X=(t,e,n=`${e}s`)=>`${A(t)} ${t===1?e:n}`,Z=t=>JSON.stringify(t);var ue=(t,e)=>getComputedStyle(t).getPropertyValue(`--mk-${e}`).trim();function de(t){let e=()=>requestAnimationFrame(t),
n=new MutationObserver(e),o=["data-jp-theme-light","data-jp-theme-name","class","theme","data-theme"];for(let s of[document.
body,document.documentElement])n.observe(s,{attributes:!0,attributeFilter:o});let r=matchMedia("(prefers-color-scheme: d\
ark)");return r.addEventListener("change",e),()=>{n.disconnect(),r.removeEventListener("change",e)}}var H=[1,0,0,0,1,0,0,0,1],In=pt(H,.5,.35);function pe(t,e){let n=he(t,e),o=[1/0,1/0,1/0],r=[-1/0,-1/0,-1/0];for(let d=0;d<
n.length;d++)n[d]<o[d%3]&&(o[d%3]=n[d]),n[d]>r[d%3]&&(r[d%3]=n[d]);let s=o.map((d,h)=>n.length?(d+r[h])/2:0),i=o.map((d,h)=>n.
length?(r[h]-d)/2:0),a=Math.max(i[0],i[1],1e-9),l=d=>he(d,e).map((h,m)=>(h-s[m%3])/a),c=l(t),u=0;for(let d=0;d<c.length;d+=
3)u=Math.max(u,Math.hypot(c[d],c[d+1],c[d+2]));return{places:c,wide:Math.max(i[0]/a,.05),high:Math.max(i[1]/a,.05),deep:u||
1,fit:l}}function he(t,e){let n=t.length/e,o=new Float32Array(3*n),[r,s,i,a,l,c,u,d,h]=e===3?In:H;for(let m=0;m<n;m++){let g=t[e*
m],y=t[e*m+1],b=e===3?t[e*m+2]:0;o[3*m]=r*g+s*y+i*b,o[3*m+1]=a*g+l*y+c*b,o[3*m+2]=u*g+d*y+h*b}return o}function pt(t,e,n){
let[o,r,s,i]=[Math.cos(e),Math.sin(e),Math.cos(n),Math.sin(n)];return me([1,0,0,0,s,i,0,-i,s],me([o,0,r,0,1,0,-r,0,o],t))}
function me(t,e){let n=[];for(let o=0;o<3;o++)for(let r=0;r<3;r++)n.push(t[3*o]*e[r]+t[3*o+1]*e[3+r]+t[3*o+2]*e[6+r]);return n}
function ge(t){let e=Math.min(24,t.width/12);return Math.min((t.width/2-e)/t.wide,(t.height/2-e)/t.high)*t.zoom}function V(t,e,n,o,r){
let s=ge(e),[i,a,l,c,u,d,h,m,g]=t.turn;return[e.width/2+e.x+(i*n+a*o+l*r)*s,e.height/2+e.y-(c*n+u*o+d*r)*s,h*n+m*o+g*r]}
function Y(t,e){if(!e.stale&&e.screen)return e.screen;let n=e.places??new Float32Array,o=e.screen?.length===n.length?e.screen:
new Float32Array(n.length),r=ge(e),[s,i,a,l,c,u,d,h,m]=t.turn,g=e.width/2+e.x,y=e.height/2+e.y;for(let b=0;b<n.length;b+=
3){let x=n[b],p=n[b+1],M=n[b+2];o[b]=g+(s*x+i*p+a*M)*r,o[b+1]=y-(l*x+c*p+u*M)*r,o[b+2]=(d*x+h*p+m*M)/e.deep}return e.stale=
!1,e.screen=o,o}var z=(t,e)=>Math.min(t.drawn,(e.places?.length??0)/3),J=(t,e)=>!t.hidden||!t.member||!t.hidden[t.member[e]],
mt=512;function be(t,e){let n=s=>Math.max(0,Math.min(mt-1,Math.floor((t[3*s+2]+1)/2*mt))),o=new Uint32Array(mt+1);for(let s=0;s<
e;s++)o[n(s)+1]++;for(let s=1;s<=mt;s++)o[s]+=o[s-1];let r=new Uint32Array(e);for(let s=0;s<e;s++)r[o[n(s)]++]=s;return r}
function I(t,e,n){let o=Y(t,e);return[o[3*n],o[3*n+1]]}function gt(t,e,n,o,r){let s=Y(t,e),i=-1,a=r*r,l=z(t,e);for(let c=0;c<
l;c++){if(!J(t,c))continue;let u=(s[3*c]-n)**2+(s[3*c+1]-o)**2;u<a&&(a=u,i=c)}return i}function ye(t,e,n){let o=Y(t,e),r=[];
for(let s=0;3*s<o.length;s++)(s>=t.drawn||J(t,s))&&Ln(o[3*s],o[3*s+1],n)&&r.push(s);return r}function xe(t,e,n){let[o,r]=I(
t,e,n);return o>=0&&r>=0&&o<=e.width&&r<=e.height}function Ln(t,e,n){let o=!1;for(let r=0,s=n.length-1;r<n.length;s=r++){
let[i,a]=n[r],[l,c]=n[s];a>e!=c>e&&t<(l-i)*(e-a)/(c-a)+i&&(o=!o)}return o}function ke(t,e,n,[o,r]){let[s,i]=I(t,e,n),a=n,
l=1/0,c=z(t,e);for(let u=0;u<c;u++){if(!J(t,u))continue;let[d,h]=I(t,e,u),m=(d-s)*o+(h-i)*r,g=Math.abs((d-s)*r)+Math.abs(
(h-i)*o);m>.5&&g<=2*m&&m+2*g<l&&(l=m+2*g,a=u)}return a}function Me(t,e,[n,o]){let r=Math.max(.5,Math.min(60,t.zoom*e))/t.
zoom;return{zoom:t.zoom*r,x:(t.x+t.width/2-n)*r+n-t.width/2,y:(t.y+t.height/2-o)*r+o-t.height/2}}function Ae(t,e,n,o){let r=Math.
min(o,t.places.length/3,e.places.length/3),s=(a,l)=>a+(l-a)*n,i=new Float32Array(3*r);for(let a=0;a<i.length;a++)i[a]=s(
t.places[a],e.places[a]);return{places:i,wide:s(t.wide,e.wide),high:s(t.high,e.high)}}function Se(t){let e=t.get("basics"),n=e.ids.length;return{model:t,basics:e,drawn:n,live:t.get("live"),spaces:e.spaces,texts:e.
texts,about:e.about,ids:e.ids,tool:"select",by:null,touched:!1,colours:[],shapes:[],member:new Uint16Array(n),hidden:new Uint8Array(
1),clusters:[],named:!0,dense:!1,pictures:{},picture:null,wish:null,dims:2,turn:H,closer:null,hover:null,chosen:new Uint8Array(
n+e.hidden),near:[],changes:[],trails:[],moving:!1,answer:{},question:0,theme:{text:"",muted:"",surface:"",accent:""},running:0,
asked:0,askedOver:0}}var w={pca:"PCA",umap:"UMAP",tsne:"t-SNE"},j=({projection:t,layout:e,dims:n})=>`${t}/${e}/${n}`;function _(t){
let[e,n,o]=t.split("/");return{projection:e,layout:n,dims:Number(o)}}function bt(t,e,n){let o=t.near[e.index],r=o?o.length/
t.basics.laid:0;return o&&n<t.basics.laid?o.subarray(n*r,(n+1)*r):new Int32Array}function yt(t){if(!t.picture)return;let e=t.model.get("badges")[j(t.picture)],{disparities:n}=t.pictures[j(t.picture)];t.
panels.forEach((o,r)=>{let s=e?.[r];o.badge.textContent=s?`trust ${P(s.trust)} · continuity ${P(s.continuity)}`:"trust \
…",o.badge.classList.toggle("mkc-low",!!(s&&Math.min(s.trust??1,s.continuity??1)<.8)),o.badge.title=s?`How far to trus\
t this picture, up to 1. Trust: what lies near here is near in ${o.space}. Continuity: what is near in ${o.space} lies n\
ear here. Above .9 is good, below .8 read the numbers instead. Among ${s.k} neighbours${s.judged<s.of?` of ${A(s.judged)}\
 memories, drawn from ${A(s.of)}`:""}.`:"How far to trust this picture is being found."}),t.disparity.textContent=`dispa\
rity ${n.slice(1).map(o=>P(o)).join(" · ")}`,xt(t)}function xt(t){if(!t.picture)return;let e=t.by?t.model.get("colours")[t.
by]:void 0,n=[];if(e?.names)for(let r of F(e.members))n[r]=(n[r]??0)+1;let o=e?.names?.map((r,s)=>`${r} ${n[s]??0}${t.hidden[s]?
" (hidden)":""}`)??[];for(let r of t.panels){let s=e&&o.length?` Coloured by ${e.title}: ${o.slice(0,9).join(", ")}.`:"";
r.words.textContent=`${r.space}: ${X(t.drawn,"memory","memories")} as points, ${w[t.picture.projection]} in ${t.dims} di\
mensions. ${r.badge.textContent}.${s}`,r.over.setAttribute("aria-label",`${r.words.textContent} Arrow keys go from point\
 to point, Enter selects, plus and minus zoom, 0 shows all, Escape clears${t.dims===3?", Shift with arrow keys turns":""}\
.`)}}function at(t){let e=t.getContext("2d");if(!e)throw new Error("This browser can't draw on a canvas.");return e}function kt(t,e){
let n=devicePixelRatio||1,o=at(t);return o.setTransform(n,0,0,n,0,0),o.clearRect(0,0,e.width,e.height),o}var $e=12,Ee=`500 ${$e}px system-ui, sans-serif`,v=$e+4,Mt=4,Fn=.4,qn=14e3,Dn=.2;function zn(t,e,n){let o=t.split(", ");
for(let s=o.length;s>0;s--){let i=o.slice(0,s).join(", ");if(n(i)<=e)return i}let r=o[0];for(;r.length>1&&n(`${r}…`)>e;)
r=r.slice(0,-1);return`${r}…`}function Un(t,e){let n=[];for(let{text:o,x:r,y:s,width:i}of t){if(n.length>=Math.max(3,e.
width*e.height/qn))break;if(r<0||s<0||r>e.width||s>e.height)continue;let a=Math.max(2,Math.min(e.width-i-2,r-i/2));for(let l of[
-v,v,-2*v,0]){let c=s-v/2+l,u={text:o,x:a,y:c,width:i,height:v};if(!(c<2||c+v>e.height-2||n.some(d=>Wn(u,d)))){n.push(u);
break}}}return n}var Wn=(t,e)=>t.x<e.x+e.width+Mt&&e.x<t.x+t.width+Mt&&t.y<e.y+e.height+Mt&&e.y<t.y+t.height+Mt;function Ut(t,e){
let n=t.clusters[e.index],o=t.picture&&t.pictures[j(t.picture)]?.names?.[e.index];if(!t.named||!n||!o||!e.width)return[];
let r=at(e.over);r.font=Ee;let s=new Array(n.names.length).fill(0),i=Math.min(z(t,e),n.members.length);for(let l=0;l<i;l++){
let c=n.members[l];c>=0&&J(t,l)&&s[c]++}let a=n.names.flatMap((l,c)=>{if(!s[c]||s[c]<Dn*n.sizes[c])return[];let[u,d]=V(t,
e,o[3*c],o[3*c+1],o[3*c+2]),h=zn(l,e.width*Fn,m=>r.measureText(m).width);return[{text:h,x:u,y:d,width:r.measureText(h).width}]});
return Un(a,e)}function Oe(t,e,n){if(t.root.dataset.moving)return;let o=Ut(t,e);n.font=Ee,n.textBaseline="middle",n.lineJoin=
"round",n.lineWidth=4,n.strokeStyle=t.theme.surface,n.fillStyle=t.theme.text;for(let{text:r,x:s,y:i,height:a}of o)n.globalAlpha=
.9,n.strokeText(r,s,i+a/2),n.globalAlpha=1,n.fillText(r,s,i+a/2)}var Bn=400,lt=({drawn:t})=>t<300?4.5:t<1500?3.6:t<6e3?2.6:t<=2e4?1.9:t<6e4?1.6:1.3;function O(t){t.askedOver||=requestAnimationFrame(
()=>{t.askedOver=0,Ht(t)})}function Ht(t){for(let e of t.panels){if(!e.places||!e.width)continue;let n=kt(e.over,e);Oe(t,
e,n),t.moving&&Vn(t,e,n),t.answer.found&&Gn(t,e,n,t.answer.found[e.index]),t.hover&&Hn(t,e,n,t.hover),e.lasso&&(n.beginPath(),
e.lasso.forEach(([o,r],s)=>s?n.lineTo(o,r):n.moveTo(o,r)),n.strokeStyle=t.theme.accent,n.lineWidth=1.5,n.stroke(),n.globalAlpha=
.1,n.fillStyle=t.theme.accent,n.fill(),n.globalAlpha=1)}}function Vt(t,e,n){t.beginPath(),t.moveTo(e[0],e[1]),t.lineTo(n[0],
n[1]),t.stroke()}function Wt(t,[e,n],o,r){t.beginPath(),t.arc(e,n,o,0,2*Math.PI),r&&(t.fillStyle=r,t.fill()),t.stroke()}
var Bt=(t,e)=>t.colours[t.member[e]];function Hn(t,e,n,o){let{row:r}=o,s=I(t,e,r),i=bt(t,e,r);n.strokeStyle=t.theme.muted,
n.lineWidth=1;for(let a of i)Vt(n,s,I(t,e,a));n.strokeStyle=t.theme.text;for(let a of i)Wt(n,I(t,e,a),lt(t)+.6,Bt(t,a));
n.lineWidth=2,Wt(n,s,lt(t)+3,Bt(t,r))}function Vn(t,e,n){let o=t.trails[e.index];if(!o)return;let r=t.chosen.includes(1),
s=Math.max(0,t.changes.length-Bn);n.lineWidth=1.5,n.lineJoin="round";for(let i=s;i<t.changes.length;i++){let{row:a}=t.changes[i],
l=V(t,e,o[6*i],o[6*i+1],o[6*i+2]),c=V(t,e,o[6*i+3],o[6*i+4],o[6*i+5]),u=t.hover?.row===a||t.chosen[a];n.globalAlpha=u||!r?
.9:.2,n.strokeStyle=t.theme.accent,_n(n,l,c)}n.globalAlpha=1}function _n(t,e,n){let[o,r]=[n[0]-e[0],n[1]-e[1]],s=Math.hypot(
o,r);if(Vt(t,e,n),s<4)return;let i=Math.min(7,s/2),[a,l]=[o/s*i,r/s*i];t.beginPath(),t.moveTo(n[0]-a-l/2,n[1]-l+a/2),t.lineTo(
n[0],n[1]),t.lineTo(n[0]-a+l/2,n[1]-l-a/2),t.stroke()}function Kn(t,e,n){let{places:o}=e,r=n.slice(0,6),s=r.length>1?r[r.
length-1][1]:0,i=[0,0,0],a=0;for(let[l,c]of r){if(l<0||!o)continue;let u=Math.max(c-s,0)/Math.max(1-c,1e-6)+1e-9;for(let d=0;d<
3;d++)i[d]+=u*o[3*l+d];a+=u}return a?V(t,e,i[0]/a,i[1]/a,i[2]/a):null}function Gn(t,e,n,o){let r=Kn(t,e,o);if(!r)return;
n.strokeStyle=t.theme.accent,n.lineWidth=1.25;let s=o.map(([i])=>i).filter(i=>i>=0);n.globalAlpha=.75;for(let i of s)Vt(
n,r,I(t,e,i));n.globalAlpha=1,n.strokeStyle=t.theme.text;for(let i of s)Wt(n,I(t,e,i),lt(t)+1,Bt(t,i));n.beginPath();for(let i=0;i<
10;i++){let a=i%2?4.5:11,l=i*Math.PI/5-Math.PI/2;n.lineTo(r[0]+a*Math.cos(l),r[1]+a*Math.sin(l))}n.closePath(),n.fillStyle=
t.theme.accent,n.fill(),n.lineWidth=2,n.strokeStyle=t.theme.surface,n.stroke()}function T(t,e,n=!1){t.hover?.row===e?.row&&t.hover?.panel===e?.panel||(t.hover=e,t.root.dataset.hover=e?String(e.row):"",
O(t),St(t),n&&e&&(t.said.textContent=`${t.texts[e.row]}. ${t.about[e.row]}`))}function At(t,e){t.panels[0].places&&(t.hover=
{panel:t.panels[0],row:e},t.root.dataset.hover=String(e),O(t))}function St(t){let{tip:e,root:n,spaces:o}=t;if(e.hidden=!t.
hover,!t.hover)return;let{panel:r,row:s}=t.hover,i=b=>f("div",{class:"mkw-muted"},b),a=[f("div",{class:"mkc-tiptext",dir:"\
auto"},t.texts[s]),i(t.about[s])],l=t.answer.shifts?.find(b=>b.row===s)?.ranks;if(l&&a.push(i(o.map((b,x)=>`${b} #${A(l[x])}`).
join("   "))),s>=t.basics.laid?a.push(i("Placed between its nearest; not measured.")):t.near.length&&a.push(i(Yn(t,s))),
t.moving)for(let b of t.changes)b.row===s&&a.push(i(`was: ${b.old}`));e.replaceChildren(...a);let c=r.over.getBoundingClientRect(),
u=n.getBoundingClientRect(),[d,h]=I(t,r,s),m=c.left-u.left+d,g=c.top-u.top+h,y=m+16+e.offsetWidth>u.width;e.style.left=`${Math.
max(0,Math.min(u.width-e.offsetWidth,y?m-12-e.offsetWidth:m+12))}px`,e.style.top=`${g+12+e.offsetHeight>u.height?g-12-e.
offsetHeight:g+12}px`}function Yn(t,e){let n=t.panels.map(r=>new Set(bt(t,r,e)));return`${[...n[0]].filter(r=>n.every(s=>s.
has(r))).length} of ${n[0].size} nearest in common`}function $t(t,e){return t==null||e==null?NaN:t<e?-1:t>e?1:t>=e?0:NaN}function Jn(t,e){return t==null||e==null?NaN:e<t?-1:
e>t?1:e>=t?0:NaN}function Ce(t){let e,n,o;t.length!==2?(e=$t,n=(a,l)=>$t(t(a),l),o=(a,l)=>t(a)-l):(e=t===$t||t===Jn?t:Qn,
n=t,o=t);function r(a,l,c=0,u=a.length){if(c<u){if(e(l,l)!==0)return u;do{let d=c+u>>>1;n(a[d],l)<0?c=d+1:u=d}while(c<u)}
return c}function s(a,l,c=0,u=a.length){if(c<u){if(e(l,l)!==0)return u;do{let d=c+u>>>1;n(a[d],l)<=0?c=d+1:u=d}while(c<u)}
return c}function i(a,l,c=0,u=a.length){let d=r(a,l,c,u-1);return d>c&&o(a[d-1],l)>-o(a[d],l)?d-1:d}return{left:r,center:i,
right:s}}function Qn(){return 0}function Xn(t){return t===null?NaN:+t}var Te=Ce($t),Br=Te.right,Hr=Te.left,Vr=Ce(Xn).center;var Ne=Re(Pe),_r=Re(Zn);function Re(t){return function(e,n,o=n){if(!((n=+n)>=0))throw new RangeError("invalid rx");if(!((o=
+o)>=0))throw new RangeError("invalid ry");let{data:r,width:s,height:i}=e;if(!((s=Math.floor(s))>=0))throw new RangeError(
"invalid width");if(!((i=Math.floor(i!==void 0?i:r.length/s))>=0))throw new RangeError("invalid height");if(!s||!i||!n&&
!o)return e;let a=n&&t(n),l=o&&t(o),c=r.slice();return a&&l?(tt(a,c,r,s,i),tt(a,r,c,s,i),tt(a,c,r,s,i),et(l,r,c,s,i),et(
l,c,r,s,i),et(l,r,c,s,i)):a?(tt(a,r,c,s,i),tt(a,c,r,s,i),tt(a,r,c,s,i)):l&&(et(l,r,c,s,i),et(l,c,r,s,i),et(l,r,c,s,i)),e}}
function tt(t,e,n,o,r){for(let s=0,i=o*r;s<i;)t(e,n,s,s+=o,1)}function et(t,e,n,o,r){for(let s=0,i=o*r;s<o;++s)t(e,n,s,s+
i,o)}function Zn(t){let e=Pe(t);return(n,o,r,s,i)=>{r<<=2,s<<=2,i<<=2,e(n,o,r+0,s+0,i),e(n,o,r+1,s+1,i),e(n,o,r+2,s+2,i),
e(n,o,r+3,s+3,i)}}function Pe(t){let e=Math.floor(t);if(e===t)return wn(t);let n=t-e,o=2*t+1;return(r,s,i,a,l)=>{if(!((a-=
l)>=i))return;let c=e*s[i],u=l*e,d=u+l;for(let h=i,m=i+u;h<m;h+=l)c+=s[Math.min(a,h)];for(let h=i,m=a;h<=m;h+=l)c+=s[Math.
min(a,h+u)],r[h]=(c+n*(s[Math.max(i,h-d)]+s[Math.min(a,h+d)]))/o,c-=s[Math.max(i,h-u)]}}function wn(t){let e=2*t+1;return(n,o,r,s,i)=>{
if(!((s-=i)>=r))return;let a=t*o[r],l=i*t;for(let c=r,u=r+l;c<u;c+=i)a+=o[Math.min(s,c)];for(let c=r,u=s;c<=u;c+=i)a+=o[Math.
min(s,c+l)],n[c]=a/e,a-=o[Math.max(r,c-l)]}}function vn(t,e){let n=0;if(e===void 0)for(let o of t)o!=null&&(o=+o)>=o&&++n;else{
let o=-1;for(let r of t)(r=e(r,++o,t))!=null&&(r=+r)>=r&&++n}return n}function je(t,e){let n,o;if(e===void 0)for(let r of t)r!=null&&(n===void 0?r>=r&&(n=o=r):(n>r&&(n=r),o<r&&(o=r)));else{let r=-1;
for(let s of t)(s=e(s,++r,t))!=null&&(n===void 0?s>=s&&(n=o=s):(n>s&&(n=s),o<s&&(o=s)))}return[n,o]}var to=Array.prototype,Kr=to.slice;var eo=Math.sqrt(50),no=Math.sqrt(10),oo=Math.sqrt(2);function Et(t,e,n){let o=(e-t)/Math.max(0,n),r=Math.floor(Math.log10(
o)),s=o/Math.pow(10,r),i=s>=eo?10:s>=no?5:s>=oo?2:1,a,l,c;return r<0?(c=Math.pow(10,-r)/i,a=Math.round(t*c),l=Math.round(
e*c),a/c<t&&++a,l/c>e&&--l,c=-c):(c=Math.pow(10,r)*i,a=Math.round(t/c),l=Math.round(e/c),a*c<t&&++a,l*c>e&&--l),l<a&&.5<=
n&&n<2?Et(t,e,n*2):[a,l,c]}function _t(t,e,n){if(e=+e,t=+t,n=+n,!(n>0))return[];if(t===e)return[t];let o=e<t,[r,s,i]=o?Et(
e,t,n):Et(t,e,n);if(!(s>=r))return[];let a=s-r+1,l=new Array(a);if(o)if(i<0)for(let c=0;c<a;++c)l[c]=(s-c)/-i;else for(let c=0;c<
a;++c)l[c]=(s-c)*i;else if(i<0)for(let c=0;c<a;++c)l[c]=(r+c)/-i;else for(let c=0;c<a;++c)l[c]=(r+c)*i;return l}function ro(t,e,n){
return e=+e,t=+t,n=+n,Et(t,e,n)[2]}function Ie(t,e,n){let o;for(;;){let r=ro(t,e,n);if(r===o||r===0||!isFinite(r))return[t,e];if(r>0){let s=Math.ceil(t/r),
i=Math.floor(e/r);t=(s-(s*r>t))*r,e=(i+(i*r<e))*r}else if(r<0){let s=-r,i=Math.ceil(t*s),a=Math.floor(e*s);t=(i-(i/s>t))/
s,e=(a+(a/s<e))/s}o=r}}function Le(t){return Math.max(1,Math.ceil(Math.log(vn(t))/Math.LN2)+1)}function Kt(t,e){let n;if(e===void 0)for(let o of t)o!=null&&(n<o||n===void 0&&o>=o)&&(n=o);else{let o=-1;for(let r of t)
(r=e(r,++o,t))!=null&&(n<r||n===void 0&&r>=r)&&(n=r)}return n}var Gr=so(Math.random);function so(t){return function(n,o=0,r=n.length){let s=r-(o=+o);for(;s;){let i=t()*s--|0,a=n[s+o];
n[s+o]=n[i+o],n[i+o]=a}return n}}var io=Array.prototype,De=io.slice;function co(t,e){return t-e}function ao(t){for(var e=0,n=t.length,o=t[n-1][1]*t[0][0]-
t[n-1][0]*t[0][1];++e<n;)o+=t[e-1][1]*t[e][0]-t[e-1][0]*t[e][1];return o}var K=t=>()=>t;function lo(t,e){for(var n=-1,o=e.
length,r;++n<o;)if(r=fo(t,e[n]))return r;return 0}function fo(t,e){for(var n=e[0],o=e[1],r=-1,s=0,i=t.length,a=i-1;s<i;a=
s++){var l=t[s],c=l[0],u=l[1],d=t[a],h=d[0],m=d[1];if(uo(l,d,e))return 0;u>o!=m>o&&n<(h-c)*(o-u)/(m-u)+c&&(r=-r)}return r}
function uo(t,e,n){var o;return ho(t,e,n)&&mo(t[o=+(t[0]===e[0])],n[o],e[o])}function ho(t,e,n){return(e[0]-t[0])*(n[1]-
t[1])===(n[0]-t[0])*(e[1]-t[1])}function mo(t,e,n){return t<=e&&e<=n||n<=e&&e<=t}function po(){}var U=[[],[[[1,1.5],[.5,
1]]],[[[1.5,1],[1,1.5]]],[[[1.5,1],[.5,1]]],[[[1,.5],[1.5,1]]],[[[1,1.5],[.5,1]],[[1,.5],[1.5,1]]],[[[1,.5],[1,1.5]]],[[
[1,.5],[.5,1]]],[[[.5,1],[1,.5]]],[[[1,1.5],[1,.5]]],[[[.5,1],[1,.5]],[[1.5,1],[1,1.5]]],[[[1.5,1],[1,.5]]],[[[.5,1],[1.5,
1]]],[[[1,1.5],[1.5,1]]],[[[.5,1],[1,1.5]]],[]];function Fe(){var t=1,e=1,n=Le,o=l;function r(c){var u=n(c);if(Array.isArray(
u))u=u.slice().sort(co);else{let d=je(c,go);for(u=_t(...Ie(d[0],d[1],u),u);u[u.length-1]>=d[1];)u.pop();for(;u[1]<d[0];)
u.shift()}return u.map(d=>s(c,d))}function s(c,u){let d=u==null?NaN:+u;if(isNaN(d))throw new Error(`invalid value: ${u}`);
var h=[],m=[];return i(c,d,function(g){o(g,c,d),ao(g)>0?h.push([g]):m.push(g)}),m.forEach(function(g){for(var y=0,b=h.length,
x;y<b;++y)if(lo((x=h[y])[0],g)!==-1){x.push(g);return}}),{type:"MultiPolygon",value:u,coordinates:h}}function i(c,u,d){var h=new Array,
m=new Array,g,y,b,x,p,M;for(g=y=-1,x=Q(c[0],u),U[x<<1].forEach(S);++g<t-1;)b=x,x=Q(c[g+1],u),U[b|x<<1].forEach(S);for(U[x<<
0].forEach(S);++y<e-1;){for(g=-1,x=Q(c[y*t+t],u),p=Q(c[y*t],u),U[x<<1|p<<2].forEach(S);++g<t-1;)b=x,x=Q(c[y*t+t+g+1],u),
M=p,p=Q(c[y*t+g+1],u),U[b|x<<1|p<<2|M<<3].forEach(S);U[x|p<<3].forEach(S)}for(g=-1,p=c[y*t]>=u,U[p<<2].forEach(S);++g<t-
1;)M=p,p=Q(c[y*t+g+1],u),U[p<<2|M<<3].forEach(S);U[p<<3].forEach(S);function S(N){var C=[N[0][0]+g,N[0][1]+y],$=[N[1][0]+
g,N[1][1]+y],R=a(C),q=a($),k,E;(k=m[R])?(E=h[q])?(delete m[k.end],delete h[E.start],k===E?(k.ring.push($),d(k.ring)):h[k.
start]=m[E.end]={start:k.start,end:E.end,ring:k.ring.concat(E.ring)}):(delete m[k.end],k.ring.push($),m[k.end=q]=k):(k=h[q])?
(E=m[R])?(delete h[k.start],delete m[E.end],k===E?(k.ring.push($),d(k.ring)):h[E.start]=m[k.end]={start:E.start,end:k.end,
ring:E.ring.concat(k.ring)}):(delete h[k.start],k.ring.unshift(C),h[k.start=R]=k):h[R]=m[q]={start:R,end:q,ring:[C,$]}}}
function a(c){return c[0]*2+c[1]*(t+1)*4}function l(c,u,d){c.forEach(function(h){var m=h[0],g=h[1],y=m|0,b=g|0,x=Gt(u[b*
t+y]);m>0&&m<t&&y===m&&(h[0]=qe(m,Gt(u[b*t+y-1]),x,d)),g>0&&g<e&&b===g&&(h[1]=qe(g,Gt(u[(b-1)*t+y]),x,d))})}return r.contour=
s,r.size=function(c){if(!arguments.length)return[t,e];var u=Math.floor(c[0]),d=Math.floor(c[1]);if(!(u>=0&&d>=0))throw new Error(
"invalid size");return t=u,e=d,r},r.thresholds=function(c){return arguments.length?(n=typeof c=="function"?c:Array.isArray(
c)?K(De.call(c)):K(c),r):n},r.smooth=function(c){return arguments.length?(o=c?l:po,r):o===l},r}function go(t){return isFinite(
t)?t:NaN}function Q(t,e){return t==null?!1:+t>=e}function Gt(t){return t==null||isNaN(t=+t)?-1/0:t}function qe(t,e,n,o){
let r=o-e,s=n-e,i=isFinite(r)||isFinite(s)?r/s:Math.sign(r)/Math.sign(s);return isNaN(i)?t:t+i-.5}function bo(t){return t[0]}
function yo(t){return t[1]}function xo(){return 1}function ze(){var t=bo,e=yo,n=xo,o=960,r=500,s=20,i=2,a=s*3,l=o+a*2>>i,
c=r+a*2>>i,u=K(20);function d(p){var M=new Float32Array(l*c),S=Math.pow(2,-i),N=-1;for(let Dt of p){var C=(t(Dt,++N,p)+a)*
S,$=(e(Dt,N,p)+a)*S,R=+n(Dt,N,p);if(R&&C>=0&&C<l&&$>=0&&$<c){var q=Math.floor(C),k=Math.floor($),E=C-q-.5,dt=$-k-.5;M[q+
k*l]+=(1-E)*(1-dt)*R,M[q+1+k*l]+=E*(1-dt)*R,M[q+1+(k+1)*l]+=E*dt*R,M[q+(k+1)*l]+=(1-E)*dt*R}}return Ne({data:M,width:l,height:c},
s*S),M}function h(p){var M=d(p),S=u(M),N=Math.pow(2,2*i);return Array.isArray(S)||(S=_t(Number.MIN_VALUE,Kt(M)/N,S)),Fe().
size([l,c]).thresholds(S.map(C=>C*N))(M).map((C,$)=>(C.value=+S[$],m(C)))}h.contours=function(p){var M=d(p),S=Fe().size(
[l,c]),N=Math.pow(2,2*i),C=$=>{$=+$;var R=m(S.contour(M,$*N));return R.value=$,R};return Object.defineProperty(C,"max",{
get:()=>Kt(M)/N}),C};function m(p){return p.coordinates.forEach(g),p}function g(p){p.forEach(y)}function y(p){p.forEach(
b)}function b(p){p[0]=p[0]*Math.pow(2,i)-a,p[1]=p[1]*Math.pow(2,i)-a}function x(){return a=s*3,l=o+a*2>>i,c=r+a*2>>i,h}return h.
x=function(p){return arguments.length?(t=typeof p=="function"?p:K(+p),h):t},h.y=function(p){return arguments.length?(e=typeof p==
"function"?p:K(+p),h):e},h.weight=function(p){return arguments.length?(n=typeof p=="function"?p:K(+p),h):n},h.size=function(p){
if(!arguments.length)return[o,r];var M=+p[0],S=+p[1];if(!(M>=0&&S>=0))throw new Error("invalid size");return o=M,r=S,x()},
h.cellSize=function(p){if(!arguments.length)return 1<<i;if(!((p=+p)>=1))throw new Error("invalid cell size");return i=Math.
floor(Math.log(p)/Math.LN2),x()},h.thresholds=function(p){return arguments.length?(u=typeof p=="function"?p:Array.isArray(
p)?K(De.call(p)):K(p),h):u},h.bandwidth=function(p){if(!arguments.length)return Math.sqrt(s*(s+1));if(!((p=+p)>=0))throw new Error(
"invalid bandwidth");return s=(Math.sqrt(4*p*p+1)-1)/2,x()},h}var Ot=320,Ct=1.15,ko=7,Mo=8,Ue=new WeakMap;function Ao(t,e){let n=Array.from({length:e},(a,l)=>l),o=a=>(a+Ct)/(2*Ct)*Ot,
r=a=>a/Ot*2*Ct-Ct;return ze().x(a=>o(t[3*Number(a)])).y(a=>o(t[3*Number(a)+1])).size([Ot,Ot]).cellSize(2).bandwidth(ko).
thresholds(Mo)(n).map(a=>a.coordinates.flat().map(l=>l.flatMap(([c,u])=>[r(c),r(u)])))}function Yt(t,e,n,o){if(t.dims!==
2||t.root.dataset.moving||!e.places)return;let r=z(t,e),s=Ue.get(e);(!s||s.places!==e.places||s.count!==r)&&(s={places:e.
places,count:r,rings:Ao(e.places,r)},Ue.set(e,s)),n.fillStyle=t.theme.muted,n.strokeStyle=t.theme.text,n.lineWidth=1;for(let i of s.
rings){n.beginPath();for(let a of i){for(let l=0;l<a.length;l+=2){let[c,u]=V(t,e,a[l],a[l+1],0);l?n.lineTo(c,u):n.moveTo(
c,u)}n.closePath()}n.globalAlpha=o==="ground"?.06:.4,o==="ground"?n.fill("evenodd"):n.stroke()}n.globalAlpha=1}var So=`#version 300 es
in vec2 place; in float size; in vec4 look; in float shape;
uniform vec2 field; uniform float ratio;
out vec4 colour; flat out float kind; flat out float wide;
void main() {
  gl_Position = vec4(place.x / field.x * 2.0 - 1.0, 1.0 - place.y / field.y * 2.0, 0.0, 1.0);
  gl_PointSize = wide = size * ratio;
  colour = look; kind = shape;
}`,$o=`#version 300 es
precision highp float;
in vec4 colour; flat in float kind; flat in float wide;
uniform vec3 edge;
out vec4 drawn;
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  float far = kind < 0.5 ? length(p)
    : kind < 1.5 ? max(abs(p.x), abs(p.y)) * 1.15
    : 1.0 + max(p.y - 0.75, (abs(p.x) - (p.y + 1.0) * 0.56));
  // An edge as wide as the point would leave nothing of its colour.
  float soft = min(0.45, 1.8 / wide);
  float alpha = (1.0 - smoothstep(1.0 - soft, 1.0, far)) * colour.a;
  if (alpha < 0.004) discard;
  vec3 ink = mix(colour.rgb, edge, smoothstep(1.0 - 2.0 * soft, 1.0 - soft, far) * clamp((wide - 5.0) / 8.0, 0.0, 0.6));\

  drawn = vec4(ink * alpha, alpha);
}`,Tt;function Be(){return(Tt===void 0||Tt?.gl.isContextLost())&&(Tt=Eo()),Tt}function Eo(){let t=document.createElement(
"canvas"),e=t.getContext("webgl2",{antialias:!1,depth:!1,premultipliedAlpha:!0});if(!e)return null;let n=e.createProgram();
for(let[l,c]of[[e.VERTEX_SHADER,So],[e.FRAGMENT_SHADER,$o]]){let u=e.createShader(l);if(!u)return null;e.shaderSource(u,
c),e.compileShader(u),e.attachShader(n,u)}if(e.linkProgram(n),!e.getProgramParameter(n,e.LINK_STATUS))return null;e.useProgram(
n),e.enable(e.BLEND),e.blendFunc(e.ONE,e.ONE_MINUS_SRC_ALPHA);let o={},r=[["place",2,e.FLOAT,!1],["size",1,e.FLOAT,!1],[
"look",4,e.UNSIGNED_BYTE,!0],["shape",1,e.UNSIGNED_BYTE,!1]];for(let[l,c,u,d]of r){let h=e.getAttribLocation(n,l);o[l]=e.
createBuffer(),e.bindBuffer(e.ARRAY_BUFFER,o[l]),e.enableVertexAttribArray(h),e.vertexAttribPointer(h,c,u,d,0,0)}let[s,i,
a]=["field","ratio","edge"].map(l=>e.getUniformLocation(n,l));return{canvas:t,gl:e,buffers:o,field:s,ratio:i,edge:a}}function He({
canvas:t,gl:e,buffers:n,field:o,ratio:r,edge:s},i,a,l,c,u){let d=devicePixelRatio||1,[h,m]=[Math.max(1,Math.round(a*d)),
Math.max(1,Math.round(l*d))];(t.width!==h||t.height!==m)&&Object.assign(t,{width:h,height:m}),e.viewport(0,0,h,m),e.clearColor(
0,0,0,0),e.clear(e.COLOR_BUFFER_BIT),e.uniform2f(o,a,l),e.uniform1f(r,d);let[g,y,b]=Jt(u);e.uniform3f(s,g/255,y/255,b/255);
for(let[x,p]of[["place",c.places],["size",c.sizes],["look",c.looks],["shape",c.shapes]])e.bindBuffer(e.ARRAY_BUFFER,n[x]),
e.bufferData(e.ARRAY_BUFFER,p,e.STREAM_DRAW);e.drawArrays(e.POINTS,0,c.count),i.drawImage(t,0,0,a,l)}var We=new Map;function Jt(t){
let e=We.get(t);if(e)return e;let n=document.createElement("canvas");n.width=n.height=1;let o=n.getContext("2d",{willReadFrequently:!0});
if(!o)return[0,0,0];o.fillStyle=t,o.fillRect(0,0,1,1);let[r,s,i]=o.getImageData(0,0,1,1).data;return We.set(t,[r,s,i]),[
r,s,i]}var Oo=2e4;function Nt(t){let e=n=>ue(t.root,n);t.theme={text:e("text"),muted:e("muted"),surface:e("surface"),accent:e("\
accent")}}function Co(t,e,n,o){t.beginPath(),e===1?t.rect(n-.87*o,n-.87*o,1.74*o,1.74*o):e===2?(t.moveTo(n,n-1.1*o),t.lineTo(
n+1.05*o,n+.8*o),t.lineTo(n-1.05*o,n+.8*o),t.closePath()):t.arc(n,n,o,0,2*Math.PI)}function Ve(t,e,n){let o=devicePixelRatio||
1;return t.colours.map((r,s)=>{let i=f("canvas",{width:Math.ceil((2*e+3)*o),height:Math.ceil((2*e+3)*o)}),a=at(i);return a.
scale(o,o),Co(a,t.shapes[s]??0,e+1.5,e),a.fillStyle=r,a.fill(),a.lineWidth=n&&e>3?1.5:.75,a.strokeStyle=n?t.theme.text:t.
theme.surface,a.stroke(),i})}function L(t){t.asked||=requestAnimationFrame(()=>{t.asked=0,nt(t)})}function _e(t,e,n){let o=Y(
t,e),{closer:r}=t,s=t.chosen.includes(1),i=z(t,e),a=t.dims===3?be(o,i):null;for(let l of s?[!1,!0]:[!1])for(let c=0;c<i;c++){
let u=a?a[c]:i-1-c;if(!!t.chosen[u]!==l||!J(t,u))continue;let[d,h,m]=[o[3*u],o[3*u+1],o[3*u+2]];if(d<-9||h<-9||d>e.width+
9||h>e.height+9)continue;let g=!l&&(s||r&&r!==e&&!xe(t,r,u)),y=l?1:g?.2:t.dims===3?.66+.3*m:.9;n(u,l,y,t.dims===3?.9+.35*
m:1)}}function nt(t){let e=lt(t),n=t.drawn>Oo?Be():null;t.root.dataset.renderer=n?"webgl":"canvas";let[o,r]=n?[[],[]]:[Ve(
t,e,!1),Ve(t,e+.6,!0)];for(let s of t.panels){if(!s.places||!s.width)continue;let i=kt(s.base,s);if(t.dense&&Yt(t,s,i,"g\
round"),n)To(t,s,i,n,e);else{let a=Y(t,s);_e(t,s,(l,c,u,d)=>{let h=(e+(c?2.1:1.5))*d;i.globalAlpha=u,i.drawImage((c?r:o)[t.
member[l]],a[3*l]-h,a[3*l+1]-h,2*h,2*h)}),i.globalAlpha=1}t.dense&&Yt(t,s,i,"lines")}Ht(t)}function To(t,e,n,o,r){let s=z(
t,e),i=Y(t,e),a=t.colours.map(Jt),l={count:0,places:new Float32Array(2*s),sizes:new Float32Array(s),looks:new Uint8Array(
4*s),shapes:new Uint8Array(s)};_e(t,e,(c,u,d,h)=>{let m=l.count++,g=t.member[c];l.places[2*m]=i[3*c],l.places[2*m+1]=i[3*
c+1],l.sizes[m]=2*(r+(u?1.6:.4))*h,l.looks.set(a[g],4*m),l.looks[4*m+3]=255*d,l.shapes[m]=t.shapes[g]??0}),He(o,n,e.width,
e.height,l,t.theme.surface)}function D(t){let e=[];for(let n=0;n<t.length;n++)t[n]&&e.push(n);return e}function Ke(t,e){t.fill(0);for(let n of e)t[n]=
1}function Ge(t,e,n){let o=D(t);return n?t[e]?o.filter(r=>r!==e):[...o,e]:o.length===1&&o[0]===e?[]:[e]}var Ye=(t,e)=>e.
length===D(t).length&&e.every(n=>t[n]);var Qt=100,Xt=["circle","square","triangle-up"];function W(t,e,n=!0){Ke(t.chosen,e),L(t),Xe(t),t.code.refresh(),n&&(t.model.
set("chosen",new DataView(Int32Array.from(D(t.chosen)).buffer)),t.model.save_changes())}function Rt(t,e,n){W(t,Ge(t.chosen,
e,n))}function Je(t){let e=[...F(t.model.get("chosen"))];Ye(t.chosen,e)?Xe(t):W(t,e,!1)}function Qe(t){return t.chosenTitle=
f("b",{class:"mkc-count"}),t.clear=f("button",{type:"button",onclick:()=>W(t,[])},"Clear"),t.list=f("ol",{class:"mkc-lis\
t",tabindex:"0","aria-label":"Selected memories"}),t.sideNote=f("p",{class:"mkw-note"}),f("aside",{class:"mkc-side","ari\
a-label":"Selection"},f("div",{class:"mkc-sidehead"},t.chosenTitle,t.clear),t.list,t.sideNote)}function Xe(t){let e=D(t.
chosen),n=e.filter(r=>r<t.drawn);if(t.root.dataset.selected=String(e.length),t.chosenTitle.textContent=`Selected: ${A(e.
length)}`,t.clear.hidden=e.length===0,t.list.hidden=n.length===0,t.list.replaceChildren(...n.slice(0,Qt).map(r=>ot(t,r))),
!e.length){t.sideNote.textContent="Draw around points in any panel: the same memories light up in all of them. Lines fro\
m a point go to its nearest memories in that space.";return}let o=[];n.length>Qt&&o.push(`The first ${Qt} of ${A(n.length)}\
.`),e.length>n.length&&o.push(`${A(e.length-n.length)} of them are not drawn.`),t.live&&o.push("In Python: comparison.se\
lection"),t.sideNote.textContent=o.join(" ")}function ot(t,e,...n){let{texts:o,about:r,ids:s}=t,i=()=>At(t,e),a=()=>T(t,
null);return f("li",{onpointerenter:i,onpointerleave:a},f("button",{type:"button",class:"mkc-memory",dir:"auto",title:`${o[e]}\

${r[e]}
${s[e]}`,onfocus:i,onblur:a,onclick:l=>{a(),Rt(t,e,l.shiftKey)}},No(t,e),f("span",{},o[e])),...n)}var No=(t,e)=>f("i",{class:Zt(
t,e),style:`background:${t.colours[t.member[e]]??"transparent"}`,"data-row":e}),Zt=(t,e)=>`mkc-dot mkc-shape-${Xt[t.shapes[t.
member[e]]??0]}`;var Ro=["#440154","#472d7b","#3b528b","#2c728e","#21918c","#28ae80","#5ec962","#addc30","#fde725"],Po=["#d55e00","#c98d5\
e","#bbbbbb","#5e97b7","#0072b2"],ft=32,jo="#8a929a",Ze=32,we={category:"category",source:"document",cluster:"cluster",overlap:"\
neighbours in common",hits:"hit count",user:"user",agent:"agent",age:"age"};function vt(t,e){let n=t.model.get("colours")[e],
o=t.by!==e;if(t.by=e,t.member.fill(0),t.shapes=[],!n)t.colours=["#0072b2"];else if(n.names)t.colours=n.colours,t.shapes=
n.shapes.map(s=>Math.max(0,Xt.indexOf(s))),t.member.set(F(n.members));else{let s=n.diverging?Po:Ro;t.colours=[...Array.from(
{length:ft},(i,a)=>Fo(s,a/(ft-1))),jo],G(n.values).forEach((i,a)=>{let l=(i-n.low)/(n.high-n.low);t.member[a]=Number.isNaN(
l)?ft:Math.round(Math.max(0,Math.min(1,l))*(ft-1))})}(o||t.hidden.length!==t.colours.length)&&(t.hidden=new Uint8Array(t.
colours.length)),t.root.dataset.colour=e??"",Io(t,n);let r=t.root.querySelectorAll(".mkc-dot[data-row]");for(let s of r){
let i=Number(s.dataset.row);s.style.background=t.colours[t.member[i]],s.className=Zt(t,i)}xt(t),t.code.refresh(),L(t)}function Io(t,e){
let{legend:n}=t;if(!e)return n.replaceChildren();let o=f("span",{class:"mkw-muted",title:e.about},e.title);if(!e.names){
let l=f("span",{class:"mkc-ramp",style:`background:linear-gradient(90deg,${t.colours.join(",")})`}),c=e.high-e.low<10&&!Number.
isInteger(e.high)?1:0,u=m=>m===0?"0":m.toFixed(c).replace(/\.0$/,""),d=e.about?f("span",{class:"mkw-muted"},e.about):null,
h=t.member.includes(ft)?f("span",{class:"mkw-muted"},"grey: not measured"):null;return n.replaceChildren(...[o,u(e.low),
l,u(e.high),d,h].filter(m=>m!=null))}let r=F(e.members),s=new Array(e.names.length).fill(0);for(let l of r)s[l]++;let i=e.
names.map((l,c)=>Lo(t,e,c,l,s[c])),a=f("button",{type:"button",class:"mkc-all",hidden:!t.hidden.includes(1),onclick:()=>{
wt(t,()=>!0),a.hidden=!0}},"Show all");n.replaceChildren(o,...i,a)}function Lo(t,e,n,o,r){let s=()=>{let a=t.hidden.every(
(l,c)=>!!l==(c!==n));wt(t,l=>a||l===n)},i=f("i",{class:`mkc-dot mkc-shape-${e.shapes[n]}`,style:`background:${e.colours[n]}`});
return f("button",{type:"button",class:"mkc-chip","aria-pressed":String(!t.hidden[n]),"data-group":n,title:`${o}
Click hides or shows these ${A(r)}, double click (or Alt) shows them alone, Shift selects them.`,onclick:a=>{if(a.shiftKey){
let l=[];F(e.members).forEach((c,u)=>{c===n&&l.push(u)}),W(t,l)}else a.altKey?s():wt(t,l=>l===n?!!t.hidden[n]:!t.hidden[l])},
ondblclick:s,onkeydown:a=>{a.altKey&&(a.key==="Enter"||a.key===" ")&&(a.preventDefault(),s())}},i,o.length>Ze?`${o.slice(
0,Ze-1)}…`:o,f("span",{class:"mkw-muted"},A(r)))}function wt(t,e){t.hidden=t.hidden.map((r,s)=>+!e(s));let n=t.legend.
querySelectorAll("[data-group]");for(let r of n)r.setAttribute("aria-pressed",String(!t.hidden[Number(r.dataset.group)]));
let o=t.legend.querySelector(".mkc-all");o&&(o.hidden=!t.hidden.includes(1)),t.root.dataset.hidden=String(t.hidden.reduce(
(r,s)=>r+s,0)),T(t,null),xt(t),L(t)}function ve(t){let e=t.model.get("colours"),n=Object.keys(we).filter(i=>e[i]),o=i=>(e[i]?.
names?.length??2)<2,s=n.find(i=>i===t.by&&(t.touched||!o(i)))??n.find(i=>!o(i))??n[0];ct(t.colour,n.map(i=>({value:i,text:we[i]})),
s),vt(t,s)}function Fo(t,e){let n=Math.max(0,Math.min(1,e))*(t.length-1),o=Math.min(Math.floor(n),t.length-2),r=(i,a)=>parseInt(
i.slice(1+2*a,3+2*a),16);return`rgb(${[0,1,2].map(i=>Math.round(r(t[o],i)*(1-n+o)+r(t[o+1],i)*(n-o))).join(",")})`}var te=[["recall",t=>`Found (recall@${t})`,"Share of the right memories among the first k; 1 is best"],["mrr",()=>"First\
 right one (MRR)","One over the rank of the first right memory, on average; 1 is best"],["ndcg",t=>`Order (nDCG@${t})`,"\
As found, but a higher rank counts more; 1 is best"]];function en(t){let e=t.model.get("evaluation");t.root.dataset.evaluated=
String(e.queries??"");let n=f("button",{type:"button",hidden:!t.live,onclick:()=>Uo(t)},e.queries?"Evaluate again":"Eval\
uate");if(!qo(e)){let r=e.trouble??"Which space answers better? Say which memories are right for some questions, then ev\
aluate: m.rate(query, id, True), or comparison.evaluate({query: [ids]}).";t.evaluation.replaceChildren(f("p",{class:"mkw\
-note"},r),f("div",{class:"mkw-row"},n));return}let o=`${X(e.queries,"labelled query","labelled queries")}${e.rated?" fr\
om ratings":""}; bars are 95 % bootstrap intervals.`+(e.queries<20?" So few queries say little.":"");t.evaluation.replaceChildren(
f("p",{class:"mkw-note"},o),f("div",{class:"mkc-scroll"},f("table",{class:"mkc-table mkc-scores"},f("thead",{},f("tr",{},
f("th",{scope:"col"},"space"),...te.map(([,r,s])=>f("th",{scope:"col",title:s},r(e.k))))),f("tbody",{},...e.spaces.flatMap(
r=>Do(e,r))))),f("div",{class:"mkw-row"},n))}var qo=t=>!!t.queries;function Do(t,e){let n=te.map(([s])=>f("td",{},tn(e[s],
0,1))),o=[f("tr",{},f("th",{scope:"row",dir:"auto"},e.space),...n)],{difference:r}=e;return r&&o.push(f("tr",{class:"mkc\
-difference"},f("th",{scope:"row",dir:"auto"},`${e.space} less ${t.spaces[0].space}`),...te.map(([s])=>f("td",{},tn(r[s],
-1,1),f("div",{class:"mkw-muted"},zo(r[s])))))),o}function zo({low:t,high:e}){return t>0?"better":e<0?"worse":"no clear \
difference"}function tn({mean:t,low:e,high:n},o,r){let s=l=>`${100*(l-o)/(r-o)}%`,i=o<0&&t>0?"+":"",a=`${i}${P(t)}, inte\
rval ${P(e)} to ${P(n)}`;return f("div",{class:"mkc-interval",title:a},f("b",{},`${i}${P(t)}`),f("span",{class:"mkc-trac\
k",role:"img","aria-label":a},o<0?f("i",{class:"mkc-zero"}):null,f("i",{class:"mkc-range",style:`left:${s(e)};width:calc\
(${s(n)} - ${s(e)})`}),f("i",{class:"mkc-mean",style:`left:${s(t)}`})))}function Uo(t){t.evaluation.replaceChildren(f("p",
{class:"mkw-note"},"Asking every labelled query in every space …")),t.model.send({kind:"evaluate"})}var nn=[["overlap","Neighbours in common",t=>`The share of its ${t.k} nearest memories that a memory has in both spaces.\
 1 is best: a search finds the same in both; below .3 the two find mostly different memories.`],["cka","Similarity of ge\
ometry (CKA)",()=>"Whether the vectors of all memories lie alike, however they are turned or scaled. 1 is the same, abov\
e .7 is alike, near 0 they have nothing to do with each other."],["rank","Order of distances (rank correlation)",()=>"Wh\
ether what is farther apart in one space is so in the other, of 100,000 pairs at most. 1 is the same order, above .6 is \
alike, 0 is none."],["ari","Agreement of clusters (ARI)",t=>`Whether both spaces put the same memories together. 1 is th\
e same groups, above .6 is alike, 0 is what chance gives.${t.clustered&&t.clustered<t.memories?` Found among ${A(t.clustered)}\
 of ${A(t.memories)} memories, which the others joined.`:""}`]];function on(t){let e=t.model.get("agreements");if(!e.length){
t.agreement.replaceChildren(f("span",{class:"mkw-muted"},"Agreement: being measured in the original dimensions …"));return}
let n=r=>nn.map(([s,i,a])=>{let l=r[s];return f("span",{class:"mkc-fact",title:a(r)},f("span",{class:"mkw-muted"},`${i} `),
f("b",{},l===void 0?"…":P(l)))}),o=t.agreement.querySelector("details")?.open??!1;t.agreement.replaceChildren(...e.map(
r=>f("div",{class:"mkc-pair"},e.length>1?f("span",{class:"mkc-pairname",dir:"auto"},`${r.first} | ${r.second}`):null,...n(
r))),f("details",{class:"mkc-good",open:o},f("summary",{},"What is good?"),f("dl",{},...nn.flatMap(([,r,s])=>[f("dt",{},
r),f("dd",{},s(e[0]))]))))}function rn(t){let e=t.model.get("findings");if(!e.length){t.findings.replaceChildren(f("p",{
class:"mkw-note"},"Finding the memories whose neighbours differ most …"));return}t.findings.replaceChildren(f("p",{class:"\
mkw-note"},"Memories whose nearest ones differ most from space to space, with how many they share."),...e.map((n,o)=>Wo(
t,n,o===0)))}function Wo(t,e,n){let o=e.neighbours[0].length,r=e.neighbours[0].filter(([,,s])=>s).length;return f("detai\
ls",{open:n},f("summary",{onpointerenter:()=>At(t,e.row),onpointerleave:()=>T(t,null)},f("span",{class:"mkc-share",title:`${r}\
 of ${o} nearest memories in common`},`${r}/${o}`),f("span",{class:"mkc-subject",dir:"auto"},t.texts[e.row])),f("div",{class:"\
mkc-lists"},...e.neighbours.map((s,i)=>f("div",{},f("div",{class:"mkw-muted",dir:"auto"},`Nearest in ${t.spaces[i]}`),f(
"ol",{},...s.map(([a,l,c])=>{let u=ot(t,a,f("span",{class:"mkc-cosine",title:"cosine"},P(l)));return c&&(u.classList.add(
"mkc-same"),u.append(f("span",{class:"mkc-both"},t.spaces.length>2?"in all":"in both"))),u}))))))}function sn(t){let e=t.
model.get("duplicates"),n=e.total??0;if(t.tabs.say("duplicates",e.pairs?`Duplicates only one space sees (${A(n)})`:"Dupl\
icates only one space sees"),!e.pairs){t.duplicates.replaceChildren(f("p",{class:"mkw-note"},"Looking for pairs that are\
 nearly the same in one space and not in the others …"));return}let o=`Pairs whose cosine is ${P(e.threshold)} or more\
 in one space and less in ${t.spaces.length>2?"all others":"the other"}.`;if(!e.pairs.length){t.duplicates.replaceChildren(
f("p",{class:"mkw-note"},`${o} There are none.`));return}t.duplicates.replaceChildren(f("p",{class:"mkw-note"},o+(n>e.pairs.
length?` The first ${e.pairs.length} of ${A(n)}.`:"")),f("ul",{class:"mkc-pairs","aria-label":"Duplicates"},...e.pairs.map(
r=>Bo(t,r))))}function Bo(t,e){let n=t.spaces.map(i=>f("span",{class:i===e.space?"mkc-seen":"",dir:"auto"},`${i} `,f("b",
{},P(e.cosines[i])))),o=f("span",{class:"mkw-note",role:"status"},e.said??"");o.classList.toggle("mkw-trouble",!!e.failed);
let r=(i,a)=>{o.textContent=a,t.model.send({kind:i,pair:e.number})},s=[];if(t.live&&e.mergeable){let i=`${e.merged?"Undo\
 the merge of":"Merge"} “${t.texts[e.rows[0]]}” and “${t.texts[e.rows[1]]}”`;s.push(e.merged?f("button",{type:"b\
utton","aria-label":i,onclick:()=>r("unmerge","Undoing …")},"Undo"):f("button",{type:"button","aria-label":i,title:"Ke\
eps the first text, and both in the history",onclick:()=>r("merge","Merging …")},"Merge"))}return f("li",{class:e.merged?
"mkc-merged":""},f("ol",{},...e.rows.map(i=>ot(t,i))),f("div",{class:"mkc-foot"},f("span",{class:"mkc-cosines"},...n),...s,
o))}function cn(t,e,n){let o=f("canvas",{class:"mkc-base","aria-hidden":"true"}),r=f("canvas",{class:"mkc-over",tabindex:"0",
role:"application"}),s=f("div",{class:"mkc-plot"},o,r),i=f("span",{class:"mkc-badge"}),a=f("p",{class:"mkw-said"}),l={space:e,
index:n,base:o,over:r,plot:s,badge:i,words:a,frame:f("figure",{class:"mkc-panel","data-space":e}),width:0,height:0,zoom:1,
x:0,y:0,places:null,wide:1,high:1,deep:1,screen:null,stale:!0,lasso:null,drag:null},c=(u,d,h)=>f("button",{type:"button",
"aria-label":`${u} in ${e}`,title:u,onclick:h},d);return l.frame.append(f("figcaption",{},f("b",{dir:"auto",title:e},e),
i,f("span",{class:"mkc-zoom"},c("Zoom in","+",()=>rt(t,l,1.4)),c("Zoom out","−",()=>rt(t,l,1/1.4)),c("Show all","⤢",
()=>Pt(t,l)))),s,a),l}function B(t,e){Object.assign(t,e,{stale:!0})}function rt(t,e,n,o=[e.width/2,e.height/2]){B(e,Me(e,
n,o)),jt(t,e)}function Pt(t,e){B(e,{zoom:1,x:0,y:0}),t.dims===3&&It(t,H),jt(t,e)}function jt(t,e){t.closer=e.zoom>1.05?e:
null,t.root.dataset.closer=t.closer?e.space:"",L(t),St(t)}function It(t,e){t.turn=e;for(let n of t.panels)n.stale=!0;L(t),
St(t)}function an(t){let e=devicePixelRatio||1;for(let n of t.panels){let{clientWidth:o,clientHeight:r}=n.plot;if(n.width===
o&&n.height===r)continue;let s=n.width?o/n.width:1;B(n,{width:o,height:r,x:n.x*s,y:n.y*s});for(let i of[n.base,n.over])Object.
assign(i,{width:o*e,height:r*e})}}var ln=10,fn=[{value:"select",text:"Lasso",title:"Draw around points; Shift adds to the selection"},{value:"move",text:"\
Move",title:"Drag moves, the wheel zooms"},{value:"turn",text:"Turn",title:"Drag turns all panels, the wheel zooms"}],ut=t=>[
t.offsetX,t.offsetY];function un(t,e){let{over:n}=e;n.addEventListener("pointermove",o=>Vo(t,e,o)),n.addEventListener("p\
ointerdown",o=>Ho(t,e,o)),n.addEventListener("pointerup",o=>_o(t,e,o)),n.addEventListener("pointercancel",()=>{e.lasso=e.
drag=null,O(t)}),n.addEventListener("pointerleave",()=>{!e.lasso&&!e.drag&&T(t,null)}),n.addEventListener("blur",()=>T(t,
null)),n.addEventListener("dblclick",()=>Pt(t,e)),n.addEventListener("wheel",o=>{t.tool==="select"&&!o.ctrlKey&&!o.metaKey||
(o.preventDefault(),rt(t,e,Math.exp(-o.deltaY/400),ut(o)))},{passive:!1}),n.addEventListener("keydown",o=>Go(t,e,o))}function st(t,e){
t.tool=e,t.tools.show(e),t.root.dataset.tool=e}function Ho(t,e,n){n.button!==0||!e.places||(e.over.setPointerCapture(n.pointerId),
t.tool==="select"?e.lasso=[ut(n)]:e.drag={from:ut(n),x:e.x,y:e.y,turn:t.turn})}function Vo(t,e,n){if(!e.places)return;let[
o,r]=ut(n);if(e.drag){let[s,i]=[o-e.drag.from[0],r-e.drag.from[1]];t.tool==="turn"?It(t,pt(e.drag.turn,s/120,i/120)):(B(
e,{x:e.drag.x+s,y:e.drag.y+i}),jt(t,e))}else if(e.lasso)e.lasso.push([o,r]),O(t);else{let s=gt(t,e,o,r,ln);T(t,s<0?null:
{panel:e,row:s})}}function _o(t,e,n){let o=e.lasso,r=e.drag?.from??o?.[0];if(e.lasso=e.drag=null,!r)return;let[s,i]=ut(n);
if(Math.max(...(o??[[s,i]]).map(([l,c])=>Math.hypot(l-r[0],c-r[1])))<5){let l=gt(t,e,s,i,ln);l>=0?Rt(t,l,n.shiftKey||n.ctrlKey||
n.metaKey):o&&W(t,[])}else o&&W(t,[...n.shiftKey?D(t.chosen):[],...ye(t,e,o)]);O(t)}var Ko={ArrowLeft:[-1,0],ArrowRight:[
1,0],ArrowUp:[0,-1],ArrowDown:[0,1]};function Go(t,e,n){if(!e.places)return;let o=Ko[n.key];if(o&&n.shiftKey&&t.dims===3)
It(t,pt(t.turn,o[0]/8,o[1]/8));else if(o)Yo(t,e,o);else if(n.key==="Enter"||n.key===" ")t.hover&&Rt(t,t.hover.row,n.shiftKey);else if(n.
key==="+"||n.key==="=")rt(t,e,1.4);else if(n.key==="-")rt(t,e,1/1.4);else if(n.key==="0")Pt(t,e);else if(n.key==="Escape")
T(t,null),W(t,[]);else return;n.preventDefault()}function Yo(t,e,n){if(t.hover?.panel!==e){T(t,{panel:e,row:gt(t,e,e.width/
2,e.height/2,1/0)},!0);return}T(t,{panel:e,row:ke(t,e,t.hover.row,n)},!0)}var Jo=900,Qo="AlignedUMAP draws the panels together, so it can hide that the spaces really disagree: read the overlap b\
eside it.",dn=t=>({independent:{text:"each for itself",title:"Every panel is drawn on its own."},started:{text:`started \
from ${t.spaces[0]}`,title:"Each panel begins where the first one ended."},aligned:{text:"aligned",title:Qo}});function hn(t){
t.projection=it("Projection",e=>ee(t,{projection:e})),t.layout=it("Layout",e=>ee(t,{layout:e})),t.disparity=f("span",{class:"\
mkc-disparity",title:"Procrustes disparity: how far a panel's shape is from the first one's, from 0 (the same) to 1"}),t.
flat=ht("Dimensions",[{value:"2",text:"2-D",title:"Two dimensions"},{value:"3",text:"3-D",title:"Three dimensions, to be\
 turned"}],e=>ee(t,{dims:Number(e)}))}function ee(t,e){let n=t.wish??t.picture;if(!n)return;let o={...n,...e};if(!t.live&&
!t.pictures[j(o)]){let r=Object.keys(e)[0],s=Object.keys(t.pictures).map(_).find(i=>i[r]===e[r]);Object.assign(o,s??t.picture)}
t.wish=o,t.model.send({kind:"picture",...o}),t.pictures[j(o)]&&ne(t,o),Lt(t)}function Lt(t){let e=t.picture;if(!e)return;
let n=Object.keys(t.pictures).map(_),o=(r,s)=>!t.live&&!n.some(i=>i[r]===s);ct(t.projection,Object.entries(w).map(([r,s])=>({
value:r,text:s,disabled:o("projection",r)})),e.projection),ct(t.layout,Object.entries(dn(t)).map(([r,s])=>({value:r,...s,
disabled:o("layout",r)})),e.layout),t.layout.title=dn(t)[e.layout].title,t.flat.show(String(e.dims)),t.flat.hidden=!t.live&&
new Set(n.map(r=>r.dims)).size<2}function mn(t){for(let[n,o]of Object.entries(t.model.get("pictures")))t.pictures[n]??=Xo(
o,_(n).dims);oe(t),Ft(t);let e=t.model.get("wanted");if(t.picture)t.wish&&t.pictures[j(t.wish)]&&ne(t,t.wish);else{t.wish=
_(e);let n=t.pictures[e]?e:Object.keys(t.pictures)[0];ne(t,_(n),!0)}Lt(t)}function Xo(t,e){return{panels:t.positions.map(
o=>pe(G(o),e)),disparities:t.disparities,full:!1}}function oe(t){for(let[e,n]of Object.entries(t.model.get("rest"))){let o=t.
pictures[e];!o||o.full||(o.full=!0,o.panels.forEach((r,s)=>{let i=r.fit(G(n[s])),a=new Float32Array(r.places.length+i.length);
a.set(r.places),a.set(i,r.places.length),r.places=a}),t.picture&&e===j(t.picture)&&!t.root.dataset.moving&&(re(t,o),L(t)))}
pn(t)}function Ft(t){t.clusters=t.model.get("clusters").map(e=>({...e,members:F(e.members)}));for(let[e,n]of Object.entries(
t.model.get("places"))){let o=t.pictures[e];o&&(o.names??=o.panels.map((r,s)=>r.fit(G(n[s]))))}t.namer.disabled=t.clusters.
length===0,O(t)}var pn=t=>{t.root.dataset.reach=String((t.panels[0].places?.length??0)/3)};function re(t,e){t.panels.forEach(
(n,o)=>{let{places:r,wide:s,high:i,deep:a}=e.panels[o];B(n,{places:r,wide:s,high:i,deep:a})}),pn(t)}function ne(t,e,n=!1){
let o=t.pictures[j(e)],r=t.dims;t.picture=e,t.dims=e.dims,t.wish&&j(t.wish)===j(e)&&(t.wish=null),Object.assign(t.root.dataset,
{...e}),t.turner.hidden=t.dims!==3,t.denser.hidden=t.dims!==2,qt(t),t.said.textContent="",r!==t.dims&&(t.turn=H,t.dims===
3?st(t,"turn"):t.tool==="turn"&&st(t,"select")),yt(t),t.code.refresh(),cancelAnimationFrame(t.running);let s=n||!t.panels[0].
places||matchMedia("(prefers-reduced-motion: reduce)").matches;if(t.panels.forEach(i=>B(i,{zoom:1,x:0,y:0})),t.closer=null,
T(t,null),s){re(t,o),L(t);return}Zo(t,o)}function Zo(t,e){let n=t.panels.map(({places:s,wide:i,high:a,deep:l})=>({places:s??
new Float32Array,wide:i,high:a,deep:l})),o=performance.now();t.root.dataset.moving="true";let r=s=>{let i=Math.max(0,Math.
min(1,(s-o)/Jo)),a=i*i*(3-2*i);i>=1?(re(t,e),delete t.root.dataset.moving):(t.panels.forEach((l,c)=>{B(l,Ae(n[c],e.panels[c],
a,t.drawn))}),t.running=requestAnimationFrame(r)),nt(t)};t.running=requestAnimationFrame(r)}function qt(t){let e=t.picture?
j(t.picture):"",n=t.model.get("trails")[e];t.trails=n?t.pictures[e].panels.map((o,r)=>o.fit(G(n[r]))):[],O(t)}var wo=50;function gn(t){if(!t.picture)return"";let{projection:e,layout:n,dims:o}=t.picture,s=[`comparison = m.compare(${[
...t.basics.call,`projection=${Z(e)}`,`layout=${Z(n)}`,...o===3?["dims=3"]:[]].join(", ")})`,"comparison.refine()"],i=D(
t.chosen),a=i.filter(c=>c<t.drawn);a.length&&i.length<=wo&&a.length===i.length?s.push("comparison.selection = [",...a.map(
c=>`    ${Z(t.ids[c])},`),"]"):i.length&&s.push(`# comparison.selection holds the ${A(i.length)} ids that are selected.`);
let l=[];return t.by&&t.by!=="category"&&l.push(`colour_by=${Z(t.by)}`),t.answer.query&&(s.push(`drift = comparison.quer\
y(${Z(t.answer.query)})`),l.push("query=drift")),t.moving&&l.push("trails=True"),s.push(`comparison.figure(${l.join(", ")}\
)`),s.join(`
`)}function bn(t){let e="http://www.w3.org/2000/svg",n=document.createElementNS(e,"svg");for(let[r,s]of Object.entries({viewBox:"\
0 0 16 16",width:"16",height:"16","aria-hidden":"true"}))n.setAttribute(r,s);let o=document.createElementNS(e,"path");return o.
setAttribute("d","M2 7h2.5v6.5H2zM4.5 7.2 7.6 2.2c1.2 0 1.7.9 1.4 2L8.4 6.5h4.2c.9 0 1.5.8 1.3 1.6l-1.1 4.3c-.2.7-.7 1.1\
-1.4 1.1H4.5"),t==="down"&&o.setAttribute("transform","rotate(180 8 8)"),n.append(o),n}function xn(t){return t.box=f("input",{type:"search",placeholder:"Ask every space, e.g. where does she live?","aria-labe\
l":"Query",autocomplete:"off",oninput:()=>{!t.box.value&&t.answer.query&&yn(t)}}),t.results=f("div",{class:"mkc-results",
"aria-live":"polite"}),f("section",{class:"mkc-query","aria-label":"Query",hidden:!t.live},f("form",{onsubmit:e=>{e.preventDefault(),
yn(t)}},f("label",{},"Query ",t.box),f("button",{type:"submit"},"Ask")),t.results)}function yn(t){t.question+=1,t.results.
replaceChildren(f("p",{class:"mkw-note"},t.box.value.trim()?"Asking …":"")),t.model.send({kind:"query",text:t.box.value,
number:t.question})}function kn(t){let e=t.model.get("answer");(e.number??0)<t.question||(t.question=e.number??0,t.answer=
e.found?e:{},t.root.dataset.query=t.answer.query??"",e.trouble?t.results.replaceChildren(f("p",{class:"mkw-note mkw-trou\
ble"},e.trouble)):e.found?t.results.replaceChildren(vo(t,e)):t.results.replaceChildren(),t.code.refresh(),O(t))}function vo(t,e){
let{spaces:n}=t,o=[...e.shifts].sort((s,i)=>Math.min(...s.ranks)-Math.min(...i.ranks)),r=n.length===2;return f("table",{
class:"mkc-table"},f("caption",{},`Ranks of the best ${e.k} of each space for “${e.query}”`,tr(e,n)),f("thead",{},f(
"tr",{},f("th",{scope:"col"},"memory"),...n.map(s=>f("th",{scope:"col",class:"mkc-num",dir:"auto"},s)),f("th",{scope:"co\
l",class:"mkc-num"},r?"moved":"span"),e.rateable?f("th",{scope:"col",title:"Ratings are what “Which answers better” stan\
ds on"},"answers it?"):null)),f("tbody",{},...o.map(s=>{let i=r?s.ranks[0]-s.ranks[1]:Math.max(...s.ranks)-Math.min(...s.
ranks),a=!r||i===0?"":i>0?"▲ +":"▼ −";return f("tr",{class:s.weak?"mkc-weak":null},f("td",{dir:"auto"},s.row>=0?f(
"ol",{class:"mkc-one"},ot(t,s.row)):`${s.text} (not drawn)`),...s.ranks.map(l=>f("td",{class:`mkc-num${l<=e.k?" mkc-top":
""}`},`#${A(l)}`)),f("td",{class:`mkc-num ${i>0&&r?"mkc-up":i<0?"mkc-down":""}`},i===0?"–":`${a}${A(Math.abs(i))}`),e.
rateable?f("td",{},er(t,e,s)):null)})))}function tr({weak:t},e){if(!t.length)return null;let n=t.length===e.length?"":` \
in ${t.join(", ")}`;return f("div",{class:"mkc-nothing",role:"status"},`Nothing close was found${n}; the nearest are sho\
wn.`)}function er(t,e,n){let o=[[!0,"Relevant","up"],[!1,"Not relevant","down"]];return f("span",{class:"mkc-thumbs",role:"\
group","aria-label":`Rate “${n.text.slice(0,60)}”`,"data-id":n.id},...o.map(([r,s,i])=>f("button",{type:"button",class:`\
mkc-thumb mkc-${i}thumb`,"aria-label":s,title:`${s} to this question`,"aria-pressed":String(n.rated===r),onclick:()=>{t.
model.send({kind:"rate",query:e.query,id:n.id,number:e.number,relevant:n.rated===r?null:r})}},bn(i))))}function Mn(t){let{
id:e,number:n,relevant:o,trouble:r}=t.model.get("rated"),s=t.answer.number===n?t.answer.shifts?.find(a=>a.id===e):void 0;
if(!s)return;if(r){t.said.textContent=r;return}s.rated=o??null,[...t.results.querySelectorAll(".mkc-thumbs")].find(a=>a.
dataset.id===e)?.querySelectorAll("button").forEach((a,l)=>a.setAttribute("aria-pressed",String(s.rated===(l===0)))),t.said.
textContent=s.rated==null?"Rating taken back.":"Rated."}function nr(t){return t.stage=Sn(),t.measuring=Sn(),t.notes=f("span",{class:"mkc-notes"}),t.colour=it("Colour by",e=>{t.
touched=!0,vt(t,e)}),hn(t),t.tools=ht("What dragging does",fn,e=>st(t,e)),t.turner=t.tools.lastElementChild,t.mover=f("b\
utton",{type:"button","aria-pressed":"false",title:"Arrows from where a memory's old text lay to where its new text lies",
onclick:()=>{t.moving=!t.moving,t.mover.setAttribute("aria-pressed",String(t.moving)),t.root.dataset.trails=String(t.moving),
t.code.refresh(),O(t)}}),t.namer=An("Names","What the words of each space's clusters are, where most of their memories l\
ie",t.named,e=>{t.named=e,O(t)}),t.denser=An("Density","Lines around where the points are dense",t.dense,e=>{t.dense=e,L(
t)}),t.agreement=f("div",{class:"mkc-agreement"}),t.legend=f("div",{class:"mkc-legend",role:"group","aria-label":"Colour\
s"}),[f("header",{class:"mkc-head"},f("div",{class:"mkc-what"},f("b",{dir:"auto"},t.spaces.join(" | ")),f("span",{},X(t.
drawn+t.basics.hidden,"memory","memories")),t.notes,t.stage,t.measuring),f("div",{class:"mkc-controls"},f("label",{},"Co\
lour ",t.colour),f("label",{},"Layout ",t.layout),t.disparity,f("label",{},"Projection ",t.projection),t.flat,t.tools,t.
namer,t.denser,t.mover)),f("div",{class:"mkc-facts"},t.agreement,t.code.button),t.code.box,t.legend]}function An(t,e,n,o){
let r=f("button",{type:"button",title:e,"aria-pressed":String(n),onclick:()=>{let s=r.getAttribute("aria-pressed")!=="tr\
ue";r.setAttribute("aria-pressed",String(s)),o(s)}},t);return r}function Sn(){let t=f("progress",{max:"1"}),e=f("span",{
role:"status"}),n=f("span",{class:"mkc-stage",hidden:!0},e,t);return Object.assign(n,{show:(r,s)=>{n.hidden=!r,e.textContent!==
r&&(e.textContent=r),t.hidden=s===void 0,t.value=s??0}})}function or(t){return t.findings=f("div",{class:"mkc-findings"}),
t.duplicates=f("div",{class:"mkc-duplicates"}),t.evaluation=f("div",{class:"mkc-evaluation"}),t.tabs=ie("What the spaces\
 see differently",[{name:"findings",text:"Most disagreeing",panel:t.findings},{name:"duplicates",text:"Duplicates only o\
ne space sees",panel:t.duplicates},{name:"evaluation",text:"Which answers better",panel:t.evaluation}]),t.tabs}var rr={placing:"\
placing memories",neighbours:"finding neighbours",disagreements:"comparing neighbours",geometry:"measuring geometry",first:"\
judging the picture",changes:"following changes",clusters:"finding clusters",grouping:"comparing clusters",duplicates:"l\
ooking for duplicates"};function $n(t){let e=t.model.get("stage"),n=t.model.get("measuring"),o=[e,n].find(r=>r.name&&r.name!==
"failed");t.root.dataset.stage=o?.name??([e,n].some(r=>r.name==="failed")?"failed":"done");for(let[r,{name:s,trouble:i}]of[
[t.stage,e],[t.measuring,n]])r.classList.toggle("mkw-trouble",s==="failed"),s==="failed"&&r.show(i??"");e.name==="failed"?
(t.wish=null,t.picture&&Lt(t)):e.name?.includes("/")?t.stage.show(sr(t,_(e.name)),e.done??0):t.stage.show(""),n.name!=="\
failed"&&t.measuring.show(n.name?`Numbers: ${rr[n.name]??n.name}`:"",n.done??0)}function sr(t,e){let n=({projection:r,dims:s})=>`${w[r]}${t.
picture&&t.picture.dims!==e.dims?` in ${s}-D`:""}`,o=t.picture&&t.picture.projection===e.projection&&t.picture.dims===e.
dims?"the other layout":n(e);return t.picture?`${n(t.picture)} until ${o} is ready`:`Drawing ${n(e)}`}function ir(t){t.changes=
t.model.get("changes"),qt(t),t.mover.hidden=t.changes.length===0,t.mover.textContent=`Movement (${A(t.changes.length)})`,
O(t)}function cr({model:t,el:e}){let n=Se(t);n.root=se("mkc",`Compare ${n.spaces.join(" and ")}`),n.said=f("div",{class:"\
mkw-said","aria-live":"polite"}),n.tip=f("div",{class:"mkc-tip",hidden:!0}),n.code=ce(()=>gn(n));let o=nr(n);n.panels=n.
spaces.map((c,u)=>cn(n,c,u));for(let c of n.panels)un(n,c);n.root.append(...o,f("div",{class:"mkc-main"},f("div",{class:"\
mkc-panels","data-panels":String(n.panels.length)},...n.panels.map(c=>c.frame)),Qe(n)),xn(n),or(n),n.tip,n.said),e.append(
n.root);let r=fe(n.root,t.get("key"));Nt(n),st(n,"select");let s={stage:$n,measuring:$n,changes:ir,trails:qt,pictures:mn,
rest:oe,clusters:Ft,places:Ft,colours:ve,badges:yt,neighbours:()=>{n.near=t.get("neighbours").map(F),O(n)},notes:()=>{n.
notes.replaceChildren(...t.get("notes").map(c=>f("span",{},c)))},agreements:on,findings:rn,duplicates:sn,evaluation:en,answer:kn,
rated:Mn,chosen:Je},i=Object.entries(s).map(([c,u])=>ae(t,c,()=>u(n))),a=[...Object.keys(s).map(c=>`change:${c}`),"msg:c\
ustom"];for(let c of a)t.on(c,r);i.push(()=>a.forEach(c=>t.off(c,r))),t.send({kind:"hello"});let l=new ResizeObserver(()=>{
an(n),Nt(n),nt(n)});return n.panels.forEach(c=>l.observe(c.plot)),i.push(()=>l.disconnect(),de(()=>{Nt(n),nt(n)})),n.root.
locate=(c,u)=>I(n,n.panels[c],u),n.root.chosen=()=>D(n.chosen),n.root.labels=c=>Ut(n,n.panels[c]),()=>{i.forEach(c=>c()),
cancelAnimationFrame(n.running)}}var ar={render:cr};return Rn(lr);})();
export default memkit_compare.default;
