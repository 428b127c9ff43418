// Made of memkit/web/js/explorer by "make web": change it there.
"use strict";var memkit_explorer=(()=>{var ce=Object.defineProperty;var Ke=Object.getOwnPropertyDescriptor;var Ge=Object.getOwnPropertyNames;var Ve=Object.prototype.hasOwnProperty;var ze=(t,s)=>{for(var n in s)ce(t,n,{get:s[n],enumerable:!0})},Ye=(t,s,n,o)=>{if(s&&typeof s=="object"||typeof s=="func\
tion")for(let a of Ge(s))!Ve.call(t,a)&&a!==n&&ce(t,a,{get:()=>s[a],enumerable:!(o=Ke(s,a))||o.enumerable});return t};var Je=t=>Ye(ce({},"__esModule",{value:!0}),t);var vt={};ze(vt,{default:()=>yt});function e(t,s={},...n){let o=document.createElement(t);for(let[a,l]of Object.entries(s))l===!1||l==null||(typeof l=="fu\
nction"?o.addEventListener(a.slice(2),l):o.setAttribute(a,l===!0?"":String(l)));return o.append(...n.filter(a=>a!=null)),
o}function pe(t,s){let n=e("section",{class:`memkit mkw ${t}`,"aria-label":s,"data-lm-suppress-shortcuts":"true"});for(let o of[
"keydown","keypress","keyup"])n.addEventListener(o,a=>a.stopPropagation());return n}function K(t,s){t.querySelector(s)?.
focus()}var re=(t,s)=>s instanceof Node&&t.contains(s);function X(t,s){let n=()=>t.querySelectorAll("button, input, sele\
ct, textarea"),o=document.activeElement,a=[...n()].findIndex(l=>l===o);s(),a>=0&&!o?.isConnected&&n()[a]?.focus({preventScroll:!0})}
function G(t,s){let n;return(...o)=>{clearTimeout(n),n=setTimeout(()=>s(...o),t)}}var Qe="An answer of the kernel was lost on the way. Try it again.",fe="No answer from the kernel yet: it is at work, or\
 was shut down. If none comes, run the cell again.",oe="The kernel has lost this widget. Run the cell again.";function he(t,{
onstate:s,onnews:n}){let o=`${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`,a=new Map,l=new Map,r=0,c="\
live",m=!1;function $(u){u!==c&&(c=u,s(c))}function h(u,w={},y=null){let _=++r;return y&&l.set(y,_),new Promise((D,U)=>{
a.set(_,{resolve:D,reject:U,lane:y,sent:performance.now()});try{if(m)throw new Error(oe);t.send({view:o,number:_,lane:y,
method:u,given:w})}catch{a.delete(_),$("gone"),U(new Error(oe))}})}function g(u){if(u.news){n(u.news);return}let w=u.view===
o&&a.get(u.number);w&&(a.delete(u.number),$("live"),x(u.number),!i(u.number,w)&&(u.trouble?w.reject(new Error(u.trouble)):
w.resolve(u.answer)))}let i=(u,{lane:w})=>w&&l.get(w)!==u;function x(u){for(let[w,y]of a)w>u||(a.delete(w),i(w,y)||y.reject(
new Error(Qe)))}function k(){let u=Math.min(...[...a.values()].map(w=>w.sent));c!=="gone"&&performance.now()-u>4e3&&$("b\
usy")}function E(){m=!0,$("gone");for(let{reject:u}of a.values())u(new Error(oe));a.clear()}let C=["comm_live_update","c\
omm:close","destroy"];t.on("msg:custom",g);for(let u of C)t.on(u,E);let M=[()=>t.off("msg:custom",g),...C.map(u=>()=>t.off(
u,E))];function S(u,w){let y=!1,_=!1,D=new IntersectionObserver(F=>{y=F[F.length-1].isIntersecting});D.observe(u);let U=setInterval(
()=>{k(),!(!y||document.hidden||m||_)&&(_=!0,w().catch(()=>{}).finally(()=>{_=!1}))},1e3);M.push(()=>D.disconnect(),()=>clearInterval(
U))}return{ask:h,poll:S,close:()=>M.forEach(u=>u())}}function Xe(t){let s=t.getRootNode();return s instanceof ShadowRoot?s.host:null}function ke(t,s){let n=o=>{for(let a=t;a&&
s;a=Xe(a))a.setAttribute(`data-memkit-${o}`,s)};return n("widget"),requestAnimationFrame(()=>n("widget")),()=>{n("live"),
requestAnimationFrame(()=>n("live"))}}var V=(t,s=2)=>t==null?"–":t.toFixed(s).replace(/^(-?)0\./,"$1."),B=t=>t instanceof Error?t.message:String(t),L=t=>t.toLocaleString(
"en"),I=(t,s,n=`${s}s`)=>`${L(t)} ${t===1?s:n}`;var le=t=>t?t.slice(0,10):"",z=t=>t?t.slice(0,16).replace("T"," "):"";var Ze={added:"ins",removed:"del",same:"span"},xe=t=>t.map(([s,n])=>e(Ze[s],{},n));function be(t,s){let n=t.match(/\r\n|\r|[^\r]/gs)??[],o=n.map(c=>c[0]==="\r"?`
`:c),a=s.match(/[^]/g)??[],l=0;for(;l<o.length&&l<a.length&&o[l]===a[l];)l++;let r=0;for(;r<o.length-l&&r<a.length-l&&o[o.
length-1-r]===a[a.length-1-r];)r++;return[...n.slice(0,l),...a.slice(l,a.length-r),...n.slice(n.length-r)].join("")}var ge=(t,s)=>s===
"memory"?t.text:s.startsWith("metadata.")?t.metadata[s.slice(9)]:t[s],Y=t=>t==null?"":typeof t=="string"?t:JSON.stringify(
t),J=t=>e("span",{class:"mk-text",dir:"auto"},t);var et={ADD:"+",UPDATE:"~",DELETE:"−",NONE:"="},ue=t=>e("span",{class:`mk-badge mkx-badge mk-badge-${t.toLowerCase()}`},
e("span",{class:"mkx-sign","aria-hidden":"true"},et[t]),t),me=t=>e("span",{class:"mk-text",dir:"auto"},...xe(t));function we(t,s,n){
let o=e("li",{class:"mkx-proposal"}),a=!1;function l(h,g,i,x=null){return e("button",{type:"button","aria-pressed":g==null?
null:String(g),title:x,onclick:i},h)}function r(h){Object.assign(s,h),c(),n()}function c(){let h=s.action==="accept",g=t.
near.find(({id:k})=>k===s.updating),i=g?"UPDATE":s.text!=null&&t.event==="NONE"?"ADD":t.event,x=a?m():e("div",{class:"mk\
x-text"},!g&&s.text==null&&t.event==="UPDATE"&&t.parts.length?me(t.parts):J(s.text??t.text));o.dataset.event=i,o.classList.
toggle("mkx-rejected",!h),o.replaceChildren(e("div",{class:"mkx-decision"},ue(i),x,e("span",{class:"mkx-buttons"},l("Acc\
ept",h,()=>r({action:"accept"})),t.event==="DELETE"?null:l("Edit",null,()=>{a=!a,c(),o.querySelector("textarea")?.focus()}),
l("Reject",!h,()=>r({action:"reject"})))),$(g)??"")}function m(){let h=e("textarea",{rows:"2",dir:"auto","aria-label":"T\
ext of this change",class:"mkx-grow",oninput:()=>{s.text=h.value===t.text?null:h.value},onkeydown:g=>{g.key!=="Escape"&&
!(g.key==="Enter"&&(g.ctrlKey||g.metaKey))||(g.preventDefault(),g.stopPropagation(),g.key==="Escape"&&(s.text=null),a=!1,
r({action:"accept"}))}});return h.value=s.text??t.text,h}function $(h){return t.near.length?e("div",{class:"mkx-near"},e(
"span",{class:"mkw-muted"},"near"),e("ul",{},...t.near.map(g=>e("li",{class:"mkw-row"},e("span",{class:"mkx-number",title:"\
Similarity: cosine, up to 1"},V(g.similarity)),J(g.text),t.event==="DELETE"?null:l(g===h?"Updates this":"Update this ins\
tead",g===h,()=>r({action:"accept",updating:g===h?null:g.id})))))):null}return c(),o}function ye(t){let s=new Map,n=!1,o=e("textarea",{rows:"1",placeholder:"Something to remember","aria-label":"Text to add",
dir:"auto",oninput:k,onkeydown:y=>{y.key!=="Enter"||!(y.ctrlKey||y.metaKey)||(y.preventDefault(),C())}}),a=e("input",{type:"\
text",placeholder:"none; e.g. category=food","aria-label":"Metadata to add",autocomplete:"off",dir:"auto"}),l=e("button",
{type:"submit"},"Preview"),r=e("button",{type:"button",title:"Ctrl+Enter",onclick:()=>C()},"Add"),c=e("p",{class:"mkw-no\
te mkx-trouble",role:"alert"}),m=e("p",{class:"mkw-note",role:"status"}),$=e("ul",{class:"mkx-proposals","aria-label":"W\
hat would be written"}),h=e("button",{type:"button",class:"mkx-main",onclick:()=>u()}),g=e("button",{type:"button",onclick:()=>w()},
"Discard"),i=e("div",{class:"mkw-row mkx-write",hidden:!0},h,g,m),x=e("section",{class:"mkx-add","aria-label":"Add"},e("\
form",{class:"mkx-line",onsubmit:y=>{y.preventDefault(),M()}},e("label",{class:"mkx-grow"},e("span",{class:"mkx-word"},"\
Add"),o),e("label",{class:"mkx-meta"},e("span",{class:"mkw-muted"},"metadata"),a),l,r),c,$,i);function k(){o.style.height=
"auto",o.style.height=`${Math.min(o.scrollHeight+2,160)}px`}function E(){return c.textContent="",o.value.trim()?{text:o.
value,...a.value.trim()?{typed:a.value}:{}}:(c.textContent="There is nothing to add yet. Write a sentence first.",o.focus(),
null)}async function C(){let y=E();y&&await t.change("add",y,c)&&w(!0)}async function M(){let y=E();if(!y)return;if([...s.
values()].some(D=>D.text!=null)&&!n){n=!0,c.textContent="You edited what is proposed below: another preview drops that. \
Press Preview once more to go on.";return}n=!1,m.textContent="Looking for similar memories …",i.hidden=!1,h.hidden=!0;
try{let D=await t.ask("preview",y,"preview");t.show(D),s.clear(),$.replaceChildren(...D.proposals.map(U=>{let F={action:U.
event==="NONE"?"reject":"accept"};return s.set(U.index,F),we(U,F,S)})),m.textContent=D.said,S()}catch(D){c.textContent=B(
D),i.hidden=!0}}function S(){let y=[...s.values()].filter(({action:_})=>_==="accept").length;h.hidden=!s.size,h.disabled=
!y,h.textContent=y===1?"Write 1 change":`Write ${y} changes`}async function u(){let y=[...s].map(([_,D])=>({index:_,...D}));
await t.change("apply",{choices:y},c)&&w(!0)}function w(y=!1){s.clear(),$.replaceChildren(),i.hidden=!0,c.textContent="",
y&&(o.value=""),k(),o.focus()}return t.on("status",()=>{for(let y of[o,a,l,r])y.disabled=t.past();o.placeholder=t.past()?
"Go back to now to add":t.whose()?`Something to remember for ${t.whose()}`:"Pick a user above, then write something to r\
emember"}),x}var tt={url:"",total:0,shown:0,spaces:[],scope:{},scopes:{},metadata:[],where:"",trouble:"",at:null,head:0,selected:0},se={
user_id:"user",agent_id:"agent",app_id:"app",run_id:"run"};function ve(t){let s={},n=he(t,{onstate:r=>o.tell("line",r),onnews:r=>l(
r)}),o={status:{...tt},open:null,from:"table",lastCode:"",firstQuery:t.get("query"),ends:[n.close],ask:n.ask,on:(r,c)=>{
(s[r]??=[]).push(c)},tell:(r,c)=>{r==="open"&&(o.open=c);for(let m of s[r]??[])m(c)},past:()=>o.status.at!=null,show:r=>{
r?.code&&(o.lastCode=r.code,o.tell("code"))},filter:async(r,c)=>{try{o.show(await o.ask(r,c,r)),o.tell("trouble","")}catch(m){
r==="set_where"?a():o.tell("trouble",B(m))}},change:async(r,c,m)=>{m.textContent="";try{let $=await o.ask(r,c);return o.
show($),o.seen=Math.max(o.seen??0,...$.seqs??[]),o.tell("done",$),!0}catch($){return m.textContent=B($),!1}},watch:r=>n.
poll(r,async()=>{let c=Math.max(o.status.head,o.seen??0),m=await o.ask("changes",{since:c},"changes");m.changed&&(o.seen=
m.reset?0:m.head,m.reset&&(o.status={...o.status,head:0}),o.tell("others",m),a())}),emptiness:r=>{let{status:c}=o;if(r)return`\
No memory holds “${r}”. Clear the filter above to see all.`;if(c.where)return`No memory fits the filter ${c.where}. \
Clear it to see all.`;let m=o.whose()?` for ${o.whose()}`:"";return o.past()?`There were no memories${m} then. Go back t\
o now to see those of today.`:`No memories${m} yet. Add one above or run %remember.`},whose:()=>Object.entries(se).filter(
([r])=>o.status.scope[r]!=null).map(([r,c])=>`${c} ${o.status.scope[r]}`).join(", "),refresh:r=>a(r)},a=G(20,async(r="")=>{
let{head:c}=o.status;try{o.status=await o.ask("status",{},"status")}catch(m){o.tell("trouble",B(m));return}o.tell("statu\
s",o.status),o.tell("data",r),o.status.head!==c&&o.tell("journal")});function l({what:r,count:c,trouble:m}){r==="failed"?
o.tell("trouble",m):r==="selection"?(o.status.selected=c,o.tell("selection",c)):a(r)}return o}function ie(t,s){let n=e("select",{"aria-label":t});return n.addEventListener("change",()=>s(n.value)),n}function Z(t,s,n){
t.replaceChildren(...s.map(o=>e("option",{value:o.value,dir:"auto",disabled:o.disabled,title:o.title},o.text))),t.value=
n}function ee(t){let s=e("pre",{class:"mk-code",tabindex:"0","aria-label":"Python"}),n=e("span",{class:"mkw-note",role:"st\
atus"}),o=e("button",{type:"button",onclick:()=>navigator.clipboard.writeText(s.textContent).then(()=>{n.textContent="Co\
pied."},()=>{n.textContent="The browser does not allow it: mark the text and copy it."})},"Copy"),a=e("div",{class:"mkw-\
code",hidden:!0},s,e("div",{class:"mkw-row"},o,n)),l=e("button",{type:"button","aria-expanded":"false",onclick:()=>{a.hidden=
!a.hidden,l.setAttribute("aria-expanded",String(!a.hidden)),r()}},"Show as Python"),r=()=>{a.hidden||(s.textContent=t(),
n.textContent="")};return{button:l,box:a,refresh:r}}var nt={user_id:"user",agent_id:"agent",app_id:"app",run_id:"run",type:"type",role:"said by"};function $e(t){let s=e("p",
{class:"mkw-note mkx-trouble",role:"alert"}),n=e("div",{class:"mkx-pane"}),o=ee(()=>l?.code??""),a=e("section",{class:"m\
kx-detail","aria-label":"One memory",tabindex:"-1"},s,n,o.box),l=null,r=null,c=new Map,m=null,$=()=>l?.there&&!t.past()?
c.get(l.id):void 0;async function h(){if(!t.open){l=null,x();return}try{l=await t.ask("detail",{id:t.open},"detail"),r=null,
o.refresh()}catch(f){l=null,r=B(f)}x()}async function g(f){f!==l?.id&&(m=null,s.textContent=""),await h(),i()}function i(){
let f=n.firstElementChild??a,d=a.previousElementSibling&&a.getBoundingClientRect().left>=a.previousElementSibling.getBoundingClientRect().
right;a.scrollTop=0,!(t.from==="table"&&d)&&(f.scrollIntoView({block:"nearest"}),(n.querySelector(".mkx-whole, .mkx-edit\
or")??f).scrollIntoView({block:"nearest"}))}function x(){a.dataset.id=l?.id??"";let f=$(),d=[...c].filter(([,j])=>j!==f&&
k(j));if(!l){let j=r??(t.open?"Loading …":"Click a memory to see its history and what is near it.");n.replaceChildren(
...E(d),e("p",{class:`mkw-note mkx-empty${r?" mkx-trouble":""}`,role:r?"alert":null},j),r&&t.past()?e("button",{type:"bu\
tton",onclick:()=>t.filter("set_at",{at:null})},"Back to now"):"");return}let A=l,O=[C(A),...E(d)],R=[F(A),...A.nearest.
map(v)];X(n,()=>{if(!f){n.replaceChildren(...O,S(A),u(A),...R);return}let j=_(A,f);if(j.parentNode!==n){n.replaceChildren(
...O,j,...R);return}for(let N of[...n.children])N!==j&&N.remove();j.before(...O),j.after(...R)})}let k=f=>f.text!==f.textBefore||
f.about!==f.aboutBefore,E=f=>f.map(([d,A])=>e("div",{class:"mkx-unsaved",role:"status"},e("span",{},"Not saved yet: ",e(
"span",{dir:"auto"},`“${A.text.slice(0,60)}${A.text.length>60?"…":""}”`)),e("button",{type:"button",class:"mkw-lin\
k",onclick:async()=>{t.past()&&await t.filter("set_at",{at:null}),t.from="near",t.tell("open",d)}},"Go on"),e("button",{
type:"button",class:"mkw-link",onclick:()=>{c.delete(d),x(),a.focus()}},"Discard")));function C(f){let d=f.there&&!t.past(),
A=m==="delete",O=$()?[]:[A?e("button",{type:"button",class:"mkx-first",onclick:()=>{m=null,x(),K(n,".mkx-remove")}},"Kee\
p"):e("button",{type:"button",class:"mkx-first",disabled:!d,onclick:()=>w(f)},"Edit"),e("button",{type:"button",class:`m\
kx-remove${A?" mkx-danger":""}`,disabled:!d,onclick:()=>{A?U(f):(m="delete",x(),K(n,".mkx-remove"))}},A?"Delete it?":"De\
lete"),o.button];return e("div",{class:"mkx-bar"},e("code",{class:"mk-id",title:f.id},`#${f.id.slice(-8)}`),M(f.id)?e("b\
utton",{type:"button",class:"mkw-link",onclick:()=>{let R=M(f.id);R?.scrollIntoView({block:"nearest"}),R?.focus({preventScroll:!0})}},
"Back to the hits"):null,f.there?null:e("span",{class:"mkw-note"},t.past()?"not there at that time":"deleted; undo bring\
s it back"),e("span",{class:"mkx-buttons"},...O))}let M=f=>t.from==="hit"?a.closest(".mkx")?.querySelector(`.mkx-hit[dat\
a-id="${CSS.escape(f)}"] .mkx-memory`):null,S=f=>e("p",{class:`mkx-whole${f.there?"":" mk-gone"}`,dir:"auto"},f.record.text);
function u(f){let{record:d}=f,A=Object.entries(nt).filter(([N])=>d[N]&&!(N==="type"&&d.type==="semantic")).map(([N,P])=>[
P,String(d[N])]),O=[["occurred",d.occurred_at],["created",d.created_at],["updated",d.updated_at===d.created_at?null:d.updated_at],
["expires",d.expires_at],["valid from",d.valid_from],["valid to",d.valid_to]].filter(([,N])=>N).map(([N,P])=>[N,z(P)]),R=[
["pinned",d.pinned?"yes":""],["superseded by",d.superseded_by??""],["vouched for by",d.said_by??""],["derived by",d.derived_by??
""],...d.sources.map(N=>["source",N]),...Object.entries(d.data).map(([N,P])=>[`data.${N}`,Y(P)])].filter(([,N])=>N),j=[...A,
...R,...Object.entries(d.metadata).map(([N,P])=>[N,Array.isArray(P)?P.map(Y).join(", "):Y(P)]),...O];return e("div",{class:"\
mk-about mkx-facts"},...j.map(([N,P])=>e("span",{class:"mk-pair",dir:"auto"},e("b",{},N)," ",P)))}function w(f){c.set(f.
id,{seen:f.record.seq,text:f.text,textBefore:f.text,about:f.metadata_text,aboutBefore:f.metadata_text}),x(),K(n,"textare\
a")}let y=new WeakMap;function _(f,d){let A=y.get(d)??D(f,d);return y.set(d,A),A.show(f),A.form}function D(f,d){let A=e(
"textarea",{rows:"3","aria-label":"Text",dir:"auto",oninput:()=>{d.text=be(d.textBefore,A.value),N()}}),O=e("textarea",{
rows:"4","aria-label":"Metadata as JSON",class:"mkx-mono",spellcheck:"false",dir:"auto",oninput:()=>{d.about=O.value,N()}});
A.value=d.text,O.value=d.about;let R=e("p",{class:"mkw-note mkx-trouble",role:"alert"}),j=e("button",{type:"button",title:"\
Escape",onclick:()=>ae()},"Cancel");function N(){m=null,j.textContent="Cancel"}async function P(){if(!k(d)){te();return}
let H={id:f.id,seen:d.seen,...d.text===d.textBefore?{}:{text:d.text},...d.about===d.aboutBefore?{}:{typed:d.about.trim()||
"{}"}};await t.change("edit",H,R)&&(te(),h())}function te(){m=null,c.delete(f.id),x(),a.focus({preventScroll:!0})}function ae(){
if(m==="discard"||!k(d)){te();return}m="discard",j.textContent="Discard what you wrote?",j.focus()}let ne=e("p",{class:"\
mkw-note mkx-moved",role:"status"});return{form:e("form",{class:"mkx-editor",onsubmit:H=>{H.preventDefault(),P()},onkeydown:H=>{
if(H.key==="Escape")ae();else if(H.key==="Enter"&&(H.ctrlKey||H.metaKey))P();else return;H.preventDefault()}},ne,e("labe\
l",{},e("span",{class:"mkw-muted"},"Text"),A),e("label",{},e("span",{class:"mkw-muted"},"Metadata"),O),R,e("div",{class:"\
mkw-row"},e("button",{type:"submit",class:"mkx-main",title:"Ctrl+Enter"},"Save"),j)),show:H=>{ne.textContent=H.record.seq===
d.seen?"":"This memory was changed elsewhere since you began: see its history below. What you do not touch stays as it i\
s there."}}}async function U(f){m=null,await t.change("delete",{ids:[f.id]},s)&&t.tell("gone",[f.id])}function F(f){return e(
"div",{class:"mkx-part"},e("h3",{},"History"),e("ol",{class:"mkx-history"},...f.history.map((d,A)=>e("li",{},e("div",{class:"\
mkw-row"},e("span",{class:"mkx-number mkw-muted"},`v${d.version}`),ue(d.event),e("span",{class:"mkw-muted",title:`${d.at}\
, change ${d.seq}`},`${z(d.at)}${d.actor?` by ${d.actor}`:""}`),...d.undoable&&!t.past()?Q(d,A):[]),d.reason?e("div",{class:"\
mkw-note",dir:"auto"},d.reason):null,d.text.length?d.event==="UPDATE"?me(d.text):J(d.text.map(([,O])=>O).join("")):null,
...d.fields.map(O=>e("div",{class:"mkx-field"},e("span",{class:"mkw-muted"},`${O.name.replace("metadata.","")} `),O.old?
e("del",{dir:"auto"},O.old):null,O.new?e("ins",{dir:"auto"},O.new):null))))))}function Q(f,d){let A=f.event==="ADD"||d>0,
O=m===f.seq,R=O?f.event==="ADD"?"Delete it?":`Undo ${I(d+1,"change")}?`:"Undo";return[O?e("button",{type:"button",class:"\
mkw-link",onclick:()=>{m=null,x(),a.focus({preventScroll:!0})}},"Keep"):null,e("button",{type:"button",class:`mkx-undo${O?
" mkx-danger":" mkw-link"}`,"data-seq":String(f.seq),title:`Back to the state before this change, as m.undo(${f.seq})`,onclick:async()=>{
if(A&&!O){m=f.seq,x(),K(n,`[data-seq="${f.seq}"]`);return}m=null,await t.change("undo",{seqs:[f.seq]},s)&&a.focus({preventScroll:!0})}},
R)]}function v(f){return e("div",{class:"mkx-part"},e("h3",{dir:"auto"},`Nearest in ${f.space}`),f.neighbours.length?e("\
ol",{class:"mkx-neighbours"},...f.neighbours.map(d=>e("li",{},e("span",{class:"mkx-number",title:"Cosine, up to 1"},V(d.
cosine)),e("button",{type:"button",class:"mkx-memory",onclick:()=>{t.from="near",t.tell("open",d.id)}},J(d.text))))):e("\
p",{class:"mkw-note"},"No other memory is here to be near."))}return t.on("open",g),t.on("data",h),x(),a}var ot=0;function Ce({word:t,every:s,onpick:n}){let o=`mkx-pick-${++ot}`,a=[],l=[],r=0,c=e("button",{type:"button",class:"\
mkx-pickbutton","aria-haspopup":"listbox","aria-expanded":"false",onclick:()=>h.hidden?i():x(!0)}),m=e("input",{type:"te\
xt",role:"combobox",autocomplete:"off",spellcheck:"false",dir:"auto",placeholder:`Search or type a ${t}`,"aria-label":`S\
earch or type a ${t}`,"aria-controls":o,"aria-expanded":"true",oninput:()=>{r=0,k()},onkeydown:E}),$=e("ul",{class:"mkx-\
options",role:"listbox",id:o,"aria-label":t}),h=e("div",{class:"mkx-pop",hidden:!0},m,$),g=e("span",{class:"mkx-pick",onfocusout:S=>{
re(g,S.relatedTarget)||x(!1)}},c,h);function i(){h.hidden=!1,c.setAttribute("aria-expanded","true"),m.value="",r=0,k();let S=g.
closest(".mkx")?.getBoundingClientRect().right??1/0;h.classList.toggle("mkx-left",g.getBoundingClientRect().left+h.offsetWidth>
S),m.focus()}function x(S){h.hidden=!0,c.setAttribute("aria-expanded","false"),S&&c.focus()}function k(){let S=m.value.trim(),
u=a.filter(w=>w.value.toLowerCase().includes(S.toLowerCase()));l=S?u:[{value:null},...u],S&&!a.some(w=>w.value===S)&&(l=
[...l,{value:S,typed:!0}]),r=Math.max(0,Math.min(r,l.length-1)),$.replaceChildren(...l.map((w,y)=>e("li",{role:"option",
id:`${o}-${y}`,"aria-selected":String(y===r),onmousedown:_=>_.preventDefault(),onclick:()=>C(w.value)},e("span",{class:"\
mkx-option",dir:"auto"},w.value==null?s:w.typed?`“${w.value}”`:w.value),w.count==null?null:e("span",{class:"mkw-mute\
d"},L(w.count))))),m.setAttribute("aria-activedescendant",`${o}-${r}`),$.children[r]?.scrollIntoView({block:"nearest"})}
function E(S){let u=S.key==="ArrowDown"?1:S.key==="ArrowUp"?-1:0;if(u)r=Math.max(0,Math.min(r+u,l.length-1));else if(S.key===
"Enter")l[r]&&C(l[r].value);else if(S.key==="Escape")x(!0);else return;S.preventDefault(),u&&k()}function C(S){x(!0),n(S)}
function M(S,u){a=S,c.replaceChildren(e("span",{class:"mkw-muted"},`${t[0].toUpperCase()}${t.slice(1)} `),e("span",{class:"\
mkx-picked",dir:"auto"},u??s)),c.setAttribute("aria-label",`${t}: ${u??s}`)}return M([],null),{element:g,show:M}}var st={user:"everyone",agent:"any",app:"any",run:"any"};function Se(t){let s=e("b",{dir:"auto"}),n=e("span",{}),o=e("sp\
an",{class:"mkx-live",role:"status"}),a=ie("Space",i=>t.filter("use_space",{space:i})),l=Object.fromEntries(Object.entries(
se).map(([i,x])=>[i,Ce({word:x,every:st[x],onpick:k=>t.filter("set_scope",{...t.status.scope,[i]:k})})])),r=ee(()=>t.lastCode??
"");t.on("code",r.refresh);function c(i){s.textContent=i.url.split("/").pop()||i.url,s.title=i.url;let x=i.spaces.find(({
key:k})=>k===i.space);n.textContent=[x?`${x.key} (${L(x.dim)} d)`:"no space yet",i.shown===i.total?I(i.total,"memory","m\
emories"):`${L(i.shown)} of ${I(i.total,"memory","memories")}`].join(" · "),Z(a,i.spaces.map(k=>({value:k.key,text:`${k.
key}${k.ready?"":" (filling)"}`,disabled:!k.ready,title:`${L(k.dim)} dimensions, ${I(k.count,"vector")}${k.default?", th\
e default":""}`})),x?.key??""),h.hidden=i.spaces.length<2;for(let[k,E]of Object.entries(l)){let C=i.scopes[k]??[];E.show(
C,i.scope[k]),E.element.hidden=k!=="user_id"&&!C.length&&i.scope[k]==null}}let m;function $(i,x=null){clearTimeout(m),o.
dataset.state=i,o.textContent=x??{live:"live",busy:"waiting for the kernel",gone:"not connected"}[i],x&&(m=setTimeout(()=>$(
i),6e3))}let h=e("label",{class:"mkx-label"},"Space ",a),g=e("header",{class:"mkx-head"},e("div",{class:"mkx-what"},s,n),
e("div",{class:"mkx-controls"},h,...Object.values(l).map(i=>i.element),r.button,o));return t.on("status",c),$("live"),{element:g,
code:r.box,say:$}}var at={semantic:"semantic",bm25:"BM25",context:"context",recency:"recency",rerank:"reranker"},Ee=t=>at[t]??t,Ae=t=>`mk-${[
"semantic","bm25","recency","rerank"].includes(t)?t:"other"}`,Oe=t=>e("span",{class:`mk-key ${Ae(t)}`}),Te=({reasons:t})=>Object.
values(t).reduce((s,n)=>s+Math.max(n,0),0),Me=t=>e("div",{class:"mkx-legend","aria-hidden":"true"},...t.map(s=>e("span",
{},Oe(s),Ee(s))));function _e(t,s,n,{most:o,trouble:a}){return e("li",{class:`mkx-hit${s.other_space?" mkx-two":""}`,"da\
ta-id":n.id},e("span",{class:"mkx-rank"},String(n.rank)),e("div",{class:"mkx-what2"},e("button",{type:"button",class:"mk\
x-memory",title:"Show all about it",onclick:()=>{t.from="hit",t.tell("open",n.id)}},J(n.text)),e("span",{class:"mkx-abou\
t"},...rt(n,t.status.scope))),s.other_space?it(n,s.other_space):null,e("span",{class:"mkx-score"},e("b",{class:"mkx-numb\
er"},V(n.score)),lt(n,o)),ct(t,s.query,n,a))}function rt(t,s){let n=[["",le(t.occurred_at??t.created_at)]];for(let[o,a]of Object.
entries(se))t[o]&&s[o]==null&&n.push([a,String(t[o])]);for(let[o,a]of Object.entries(t.metadata).slice(0,2))n.push([o,Y(
a)]);for(let o of t.notes)n.push(["",o]);return n.map(([o,a])=>e("span",{dir:"auto",title:o?`${o}: ${a}`:null},a))}function lt(t,s){
let n=Object.entries(t.reasons).filter(([,r])=>Math.abs(r)>=.005),o=n.map(([r,c])=>`${Ee(r)} ${V(c)}`).join(", "),a=t.score,
l=n.filter(([,r])=>r>0).map(([r,c])=>{let m=Math.max(0,Math.min(c,a));a-=m;let $=e("span",{class:Ae(r)});return $.style.
width=`${s>0?100*m/s:0}%`,$});return e("span",{class:"mkx-bars",title:o},e("span",{class:"mk-bar",role:"img","aria-label":o},
...l),e("span",{class:"mkx-values","aria-hidden":"true"},...n.map(([r,c])=>e("span",{},Oe(r),V(c)))))}function it(t,s){let n=t.
other?.rank??null,o=t.other?.shift??0,a=n==null?"not near":`#${L(n)}`,l=o?o>0?` ▲ ${L(o)}`:` ▼ ${L(-o)}`:"",r=n==null?
`Not near the top in ${s}`:`Rank ${n} in ${s}${o?`, ${I(Math.abs(o),"place")} ${o>0?"higher":"lower"}`:", the same"}`;return e(
"span",{class:"mkx-there",title:r,"aria-label":r,role:"img"},a,e("span",{class:o>0?"mkx-up":o<0?"mkx-down":""},l))}function ct(t,s,n,o){
let l=[[!0,"Relevant","up"],[!1,"Not relevant","down"]].map(([c,m,$])=>e("button",{type:"button",class:`mkx-thumb mkx-${$}\
thumb`,"aria-label":m,title:`${m} to this question`,"aria-pressed":String(n.rated===c),disabled:t.past(),onclick:()=>r(n.
rated===c?null:c)},ut($)));async function r(c){try{t.show(await t.ask("rate",{query:s,id:n.id,relevant:c})),n.rated=c,l.
forEach((m,$)=>m.setAttribute("aria-pressed",String(n.rated===($===0))))}catch(m){o(B(m))}}return e("span",{class:"mkx-t\
humbs",role:"group","aria-label":"Rate this hit"},...l)}function ut(t){let s="http://www.w3.org/2000/svg",n=document.createElementNS(
s,"svg");for(let[a,l]of Object.entries({viewBox:"0 0 16 16",width:"16",height:"16","aria-hidden":"true"}))n.setAttribute(
a,l);let o=document.createElementNS(s,"path");return o.setAttribute("d","M2 7h2.5v6.5H2zM4.5 7.2 7.6 2.2c1.2 0 1.7.9 1.4\
 2L8.4 6.5h4.2c.9 0 1.5.8 1.3 1.6l-1.1 4.3c-.2.7-.7 1.1-1.4 1.1H4.5"),t==="down"&&o.setAttribute("transform","rotate(180\
 8 8)"),n.append(o),n}var De=150;function Ne(t,s){let n=e("input",{type:"search",placeholder:"Ask in your own words, e.g. where does she live?",
"aria-label":"Search",autocomplete:"off",dir:"auto",oninput:G(De,()=>D()),onkeydown:v=>{v.key==="Enter"&&D()}}),o=e("inp\
ut",{type:"number",min:"1",max:"100",value:"10","aria-label":"k, how many hits",onchange:()=>D()}),a=e("input",{type:"ra\
nge",min:"0",max:"1",step:"0.01",value:"0","aria-label":"Least score",oninput:()=>{y(),C()}}),l=e("output",{class:"mkx-n\
umber"}),r=ie("Compare with",()=>D()),c=e("input",{type:"checkbox",onchange:()=>D()}),m=e("input",{type:"text",placeholder:"\
no filter; e.g. category = 'food' and priority >= 3","aria-label":"where, a filter",autocomplete:"off",dir:"auto",spellcheck:"\
false",oninput:G(400,()=>_()),onkeydown:v=>{v.key==="Enter"&&_()}}),$=e("p",{class:"mkw-note mkx-trouble",role:"alert"}),
h=e("p",{class:"mkw-note mkx-trouble",role:"alert"}),g=e("p",{class:"mkw-note",role:"status"}),i=e("div",{class:"mkx-res\
ults"}),x=ee(()=>M?.code??"# Nothing was searched yet."),k=e("label",{class:"mkx-label",hidden:!0},"compare with ",r),E=e(
"label",{class:"mkx-label",hidden:!0},c," rerank"),C=G(De,()=>D()),M=null,S,u=e("div",{class:"mkx-options2"},e("label",{
class:"mkx-label"},"k ",o),e("label",{class:"mkx-label"},"score at least ",a,l),k,E),w=e("section",{class:"mkx-search","\
aria-label":"Search"},e("form",{class:"mkx-line",onsubmit:v=>v.preventDefault()},e("label",{class:"mkx-grow"},e("span",{
class:"mkx-word"},"Search"),n),u),e("div",{class:"mkx-line"},e("label",{class:"mkx-grow"},e("span",{class:"mkx-word"},"w\
here"),m),s),$,h,e("div",{class:"mkw-row mkx-found"},g,x.button),i,x.box);x.button.hidden=!0;function y(){l.textContent=
a.value==="0"?"any":V(Number(a.value))}async function _(){if(m.value.trim()===(t.status.where??"")){$.textContent=t.status.
trouble??"";return}await t.filter("set_where",{where:m.value.trim()})}async function D(){if(h.textContent="",clearTimeout(
S),!n.value.trim()){M=null,i.replaceChildren(),g.textContent="",x.button.hidden=x.box.hidden=!0;return}S=setTimeout(()=>{
g.textContent="Searching …"},300);try{let v=await t.ask("search",{query:n.value,k:Math.max(1,Math.min(100,Number(o.value)||
10)),threshold:a.value==="0"?null:Number(a.value),other:r.value||null,rerank:c.checked},"search");if(clearTimeout(S),!n.
value.trim())return;M=v,U(v)}catch(v){clearTimeout(S),g.textContent="",h.textContent=B(v)}}function U(v){t.show(v),x.button.
hidden=!1,x.refresh();let f=Math.max(...[...v.hits,...v.below,...v.other_only].map(O=>Te(O)),0);g.textContent=v.said||F(
v);let d=O=>_e(t,v,O,{most:f,trouble:R=>{h.textContent=R}}),A=(O,R,j=!1)=>R.length?e("ol",{class:`mkx-hits${j?" mkx-pale":
""}`,"aria-label":O},...R.map(d)):null;X(i,()=>i.replaceChildren(...[v.hits.length||v.below.length?Me(v.signals):null,A(
"Hits",v.hits),Q(v.below.length,v.below[0]?.why==="threshold"?"below the threshold":`after the best ${v.k}`),A("Just mis\
sed",v.below,!0),Q(v.other_only.length,`only in ${v.other_space}`),A(`Only in ${v.other_space}`,v.other_only,!0)].filter(
O=>O!=null))),w.dataset.query=v.query,a.max=String(Math.max(1,Number(a.value),Math.ceil(v.best*10)/10))}function F(v){let f=v.
other_space?`, with their ranks in ${v.other_space}`:"";return`${I(v.hits.length,"hit")} among ${I(t.status.shown,"memor\
y","memories")} in ${v.space}${f}`}let Q=(v,f)=>v?e("div",{class:"mkx-divider"},f):null;return t.on("status",v=>{let f=v.
spaces.filter(d=>d.ready&&d.key!==v.space);Z(r,[{value:"",text:"no space"},...f.map(({key:d})=>({value:d,text:d}))],f.some(
({key:d})=>d===r.value)?r.value:""),k.hidden=!f.length,E.hidden=!v.reranker,document.activeElement!==m&&!v.trouble&&(m.value=
v.where),$.textContent=v.trouble,m.setAttribute("aria-invalid",String(!!v.trouble))}),t.on("data",v=>{v==="query"&&(n.value=
t.status.query??""),(n.value.trim()||v==="query")&&D()}),y(),n.value=t.firstQuery,w}var mt=2,dt=20;function Le(t,{select:s}){let n=(u,w)=>e("button",{type:"button",onclick:w},u),o=e("b",{role:"status"}),a=e(
"p",{class:"mkw-note mkx-trouble",role:"alert"}),l=e("form",{class:"mkx-line",hidden:!0,onsubmit:u=>{u.preventDefault(),
i?.act()}}),r={tag:n("Tag",()=>E("tag")),merge:n("Merge",()=>E("merge")),remove:n("Delete",()=>E("remove")),export:n("Ex\
port",()=>E("export")),none:n("Clear",()=>{s({how:"none"}),t.tell("gone",null)})},c=e("p",{class:"mkw-note mkx-hint"},"C\
lick a row to open it, Shift+click to select as far as there, Ctrl+click for one more."),m=e("div",{class:"mkx-bulkslot"},
c),$=e("div",{class:"mkx-bulk",role:"group","aria-label":"Selected memories",hidden:!0},e("div",{class:"mkw-row"},o,...Object.
values(r)),l,a);m.append($);let h=0,g={tag:"",file:"memories.jsonl"},i=null,x=(u,w="mkx-main")=>e("button",{type:"submit",
class:w},u),k={tag:()=>{let u=e("input",{type:"text",class:"mkx-grow",placeholder:"e.g. category=food; old=null removes \
a key","aria-label":"Metadata to set",dir:"auto",oninput:()=>{g.tag=u.value}});return u.value=g.tag,{parts:[e("label",{class:"\
mkx-grow"},e("span",{class:"mkw-muted"},"set"),u),x("Set")],act:async()=>{await M("tag",{typed:u.value})&&(g.tag="")}}},
remove:()=>({parts:[e("span",{},`Delete ${I(h,"memory","memories")}? Undo brings ${h===1?"it":"them"} back.`),x("Delete",
"mkx-danger")],act:()=>M("delete",{})}),merge:()=>{let u=e("select",{"aria-label":"The memory to keep",class:"mkx-grow"});
return t.ask("chosen").then(w=>Z(u,w.map(({id:y,text:_})=>({value:y,text:_})),w[0]?.id),w=>{a.textContent=B(w)}),{parts:[
e("label",{class:"mkx-grow"},e("span",{class:"mkw-muted"},"keep"),u),e("span",{class:"mkw-muted"},`and delete the other ${h===
2?"one":L(h-1)}`),x("Merge","mkx-danger")],act:()=>M("merge",{keep:u.value})}},export:()=>{let u=e("input",{type:"text",
class:"mkx-grow","aria-label":"File to write",value:g.file,oninput:()=>{g.file=u.value}});return{parts:[e("label",{class:"\
mkx-grow"},e("span",{class:"mkw-muted"},"file"),u),x("Write")],act:()=>M("export",{path:u.value.trim()})}}};function E(u){
a.textContent="",i=k[u](),l.replaceChildren(...i.parts,e("button",{type:"button",onclick:()=>{C(),r[u].focus()}},"Cancel")),
l.hidden=!1,K(l,l.querySelector("input")?"input":"button")}function C(){i=null,l.hidden=!0,a.textContent=""}async function M(u,w){
let y=u==="merge"?w:{...w,selected:!0},_=await t.change(u,y,a);return _&&(C(),t.tell("gone",null)),_}function S(){o.textContent=
`${L(h)} selected`,$.hidden=h===0,c.hidden=h!==0,r.merge.hidden=h<mt||h>dt;for(let u of[r.tag,r.merge,r.remove])u.disabled=
t.past();h||C()}return t.on("selection",u=>{u!==h&&!l.querySelector("input")&&C(),h=u,S()}),t.on("status",u=>{h=u.selected,
S()}),{element:m,remove:()=>{h&&!t.past()&&E("remove")}}}var pt=[{name:"user_id",text:"User"},{name:"agent_id",text:"Agent"},{name:"app_id",text:"App"},{name:"run_id",text:"Run"},
{name:"type",text:"Type"},{name:"occurred_at",text:"Occurred"},{name:"created_at",text:"Created"},{name:"updated_at",text:"\
Updated"}],ft={name:"memory",text:"Memory"};function je(t){let s=null,n=[],o=e("div",{class:"mkx-options",role:"group","\
aria-label":"Columns"}),a=e("button",{type:"button",class:"mkw-link",onclick:()=>{s=null,t()}},"As usual"),l=e("div",{class:"\
mkx-pop mkx-left",hidden:!0},o,a),r=e("button",{type:"button",class:"mkx-pickbutton","aria-expanded":"false",onclick:()=>m(
!!l.hidden)},"Columns"),c=e("span",{class:"mkx-pick",onkeydown:i=>{i.key==="Escape"&&(m(!1),r.focus())},onfocusout:i=>{i.
relatedTarget&&!re(c,i.relatedTarget)&&m(!1)}},r,l);function m(i){l.hidden=!i,r.setAttribute("aria-expanded",String(i)),
i&&K(o,"input")}function $(i,x){let k=i.metadata.map(({key:u})=>({name:`metadata.${u}`,text:u}));n=[...pt,...k];let E=u=>i.
scope[u]==null&&(i.scopes[u]??[]).length>1,C=k.find(({text:u})=>u==="category")??k[0],M=[...["user_id","agent_id"].filter(
E),...x?["occurred_at"]:[],...C?[C.name]:[],"updated_at"],S=s??M;return h(S),[ft,...S.flatMap(u=>n.find(w=>w.name===u)??
[])]}function h(i){a.hidden=s==null,X(o,()=>o.replaceChildren(...n.map(({name:x,text:k})=>e("label",{class:"mkx-check",dir:"\
auto"},e("input",{type:"checkbox",checked:i.includes(x),onchange:()=>g(x,i)}),k))))}function g(i,x){s=x.includes(i)?x.filter(
k=>k!==i):[...x,i],t()}return{element:c,list:$}}function qe(t,s,n){let o=Math.floor(t/30),a=Math.ceil(Math.max(s-30,30)/30)+1;return[Math.max(0,o),Math.min(n,o+a)]}var Pe=([
t,s],n)=>[Math.max(0,t-12),Math.min(n,s+12)];function Re([t,s],n,o){let[a,l]=[t,s];if(!o){for(;a<l&&n.has(a);)a++;for(;l>
a&&n.has(l-1);)l--;if(a>=l)return null}let r=Math.max(0,a-60);return{first:r,number:Math.max(l+60-r,120)}}function Be(t,s,n){
let o=t*30;return o<s?o:o+60>s+n?o+60-n:s}function We(t,s,n,o){let a=Math.max(1,Math.floor(n/30)-2),l={ArrowDown:1,ArrowUp:-1,
PageDown:a,PageUp:-a,Home:-1/0,End:1/0};return t in l?Math.max(0,Math.min(s+l[t],o-1)):null}function Ue(t){let s={sort:"updated_at",descending:!0,find:""},n={total:0,rows:new Map,at:0,anchor:0,asking:!1,stale:!1,
dated:!1,layout:"",high:420},o=new Map,a=[],l=e("input",{type:"search",placeholder:"Filter the rows","aria-label":"Filte\
r the rows",autocomplete:"off",dir:"auto",oninput:G(150,()=>{s.find=l.value,A()})}),r=e("span",{class:"mkw-note",role:"s\
tatus"}),c=e("button",{type:"button",onclick:()=>P({how:"all"})},"Select all"),m=e("p",{class:"mkw-note mkx-trouble",role:"\
alert"}),$=e("div",{class:"mkx-tr mkx-th",role:"row","aria-rowindex":"1"}),h=e("div",{class:"mkx-space",role:"rowgroup"}),
g=e("p",{class:"mkw-note mkx-empty"}),i=e("div",{class:"mkx-grid",role:"grid",tabindex:"0","aria-label":"Memories","aria\
-multiselectable":"true",onscroll:()=>y(),onkeydown:te,onfocus:()=>ne()},e("div",{role:"rowgroup",class:"mkx-head2"},$),
h),x=je(()=>{C(),y()}),k=Le(t,{select:P}),E=e("section",{class:"mkx-table","aria-label":"All memories"},e("div",{class:"\
mkx-bar"},l,r,c,x.element),k.element,m,i,g);function C(){a=x.list(t.status,n.dated);let p=a.slice(1).map(({name:b})=>b.endsWith(
"_at")?"88px":"minmax(0,96px)");i.style.setProperty("--columns",["28px","minmax(0,1fr)",...p].join(" ")),n.layout=a.map(
({name:b})=>b).join(),i.setAttribute("aria-colcount",String(a.length+1)),M()}function M(){$.replaceChildren(e("span",{role:"\
columnheader",class:"mkx-td"},e("span",{class:"mkw-said"},"Selected")),...a.map(({name:p,text:b})=>{let T=s.sort===p;return e(
"span",{role:"columnheader",class:"mkx-td",dir:"auto","aria-sort":T?s.descending?"descending":"ascending":"none"},e("but\
ton",{type:"button",class:"mkx-sort","data-sort":p,onclick:()=>S(p)},b,e("span",{"aria-hidden":"true"},T?s.descending?" \
▼":" ▲":"")))}))}function S(p){s.descending=s.sort===p?!s.descending:p.endsWith("_at"),s.sort=p,M(),K($,`[data-sort=\
"${CSS.escape(p)}"]`),A()}let u=()=>qe(i.scrollTop,n.high,n.total),w=0;function y(){w||=requestAnimationFrame(()=>{w=0,_(),
Q()})}function _(){let[p,b]=Pe(u(),n.total);h.style.height=`${n.total*30}px`;for(let[q,W]of o)q>=p&&q<b&&W.look===D(q)||
(W.element.remove(),o.delete(q));let T=h.firstChild;for(let q=p;q<b;q++){let W=o.get(q)??{element:U(q),look:D(q)};o.set(
q,W),W.element===T?T=W.element.nextSibling:h.insertBefore(W.element,T)}ne()}function D(p){let b=n.rows.get(p);return b?`${b.
id} ${b.seq} ${b.selected} ${b.id===t.open} ${n.layout}`:""}function U(p){let b=n.rows.get(p),T=a.map(({name:W})=>F(b,W)),
q=e("div",{class:"mkx-tr",role:"row",id:`${i.id}-${p}`,"aria-rowindex":String(p+2),"aria-selected":String(!!b?.selected),
"data-id":b?.id,"data-open":b&&b.id===t.open?"true":null,onclick:W=>O(p,W)},e("span",{role:"gridcell",class:"mkx-td mkx-\
mark",onclick:W=>{W.stopPropagation(),j(p)}},e("span",{class:"mkx-tick","aria-hidden":"true"})),...T);return q.style.top=
`${p*30}px`,q}function F(p,b){if(!p)return e("span",{role:"gridcell",class:"mkx-td mkw-muted"},b==="memory"?"…":"");let T=ge(
p,b),q=b.endsWith("_at")?String(T??""):null,W=q==null?Y(T):le(q);return e("span",{role:"gridcell",class:`mkx-td${b==="me\
mory"?"":" mkw-muted"}`,dir:"auto",title:q==null?W:z(q)},W)}async function Q(){let p=Re(u(),n.rows,n.stale);if(n.asking||
!p)return;n.asking=!0;let b=n.stale;n.stale=!1;try{v(await t.ask("rows",{...p,...s}),b)}catch(T){m.textContent=B(T),n.asking=
!1;return}n.asking=!1,y()}function v(p,b){m.textContent=p.trouble??"",(b||p.total!==n.total||n.rows.size>4e3)&&n.rows.clear(),
p.rows.forEach((T,q)=>{T&&n.rows.set(p.first+q,T)}),n.total=p.total,n.at=Math.min(n.at,Math.max(0,n.total-1)),i.setAttribute(
"aria-rowcount",String(n.total+1)),E.dataset.loaded="true",r.textContent=f(),!n.dated&&p.rows.some(T=>T?.occurred_at)&&(n.
dated=!0,C()),E.classList.toggle("mkx-none",!n.total),g.textContent=n.total?"":t.emptiness(s.find),i.hidden=!n.total}function f(){
let p=a.find(({name:q})=>q===s.sort)?.text??s.sort,{shown:b}=t.status;return`${s.find&&n.total<b?`${L(n.total)} of ${I(b,
"memory","memories")}`:I(n.total,"memory","memories")}, by ${p.toLowerCase()}`}function d(){n.stale=!0,Q()}function A(){
i.scrollTop=0,n.at=n.anchor=0,d()}function O(p,b){if(i.focus({preventScroll:!0}),b.shiftKey)return N(p);if(n.at=n.anchor=
p,b.ctrlKey||b.metaKey)return j(p);R(p);let T=n.rows.get(p);return T&&P({how:"only",id:T.id})}function R(p){let b=n.rows.
get(p);b&&(t.from="table",t.tell("open",b.id))}function j(p){n.at=n.anchor=p;let b=n.rows.get(p);return b?(b.selected=!b.
selected,y(),P({how:"toggle",id:b.id})):null}function N(p){n.at=p;let[b,T]=[Math.min(p,n.anchor),Math.max(p,n.anchor)];return P(
{how:"range",first:b,last:T})}async function P(p){try{let{count:b}=await t.ask("select",{...p,...s});t.tell("selection",
b)}catch(b){m.textContent=B(b)}}function te(p){if(p.target!==i)return;let b=We(p.key,n.at,i.clientHeight,n.total);if(b!==
null)ae(b,p.shiftKey);else if(p.key==="Enter")R(n.at);else if(p.key===" ")j(n.at);else if(p.key==="a"&&(p.ctrlKey||p.metaKey))
P({how:"all"});else if(p.key==="Escape")P({how:"none"});else if(p.key==="Delete")k.remove();else return;p.preventDefault()}
function ae(p,b){n.at=p;let T=Be(p,i.scrollTop,i.clientHeight);T!==i.scrollTop&&(i.scrollTop=T),b?N(n.at):n.anchor=n.at,
y()}function ne(){let p=`${i.id}-${n.at}`;for(let b of h.children)b.classList.toggle("mkx-at",b.id===p);i.setAttribute("\
aria-activedescendant",p)}function de(p){let b=[...n.rows].filter(([,T])=>T&&(p?p.includes(T.id):T.selected)).map(([T])=>T);
b.length&&(n.at=n.anchor=Math.min(...b)),(i.hidden?l:i).focus({preventScroll:!0})}i.id=`mkx-grid-${++kt}`,t.on("status",
C),t.on("data",d),t.on("selection",d),t.on("open",y),t.on("gone",de);let H=new ResizeObserver(p=>{n.high=p[p.length-1].contentRect.
height,y()});return H.observe(i),t.ends.push(()=>H.disconnect()),E}var kt=0;var xt=60,bt=16,He=["DELETE","UPDATE","ADD"],gt=t=>He.reduce((s,n)=>s+t[n],0);function Fe(t){let s=e("span",{class:"mkx-\
density","aria-hidden":"true"}),n=e("input",{type:"range",min:"0",step:"1","aria-label":"Time, by changes",oninput:()=>{
m=!0,h(),g()},onchange:()=>g()}),o=e("output",{class:"mkx-when"}),a=e("label",{class:"mkx-time",hidden:!0},e("span",{class:"\
mkw-muted"},"time"),e("span",{class:"mkx-track"},s,n),o),l=e("span",{}),r=e("div",{class:"mkx-banner mkx-then",role:"sta\
tus",hidden:!0},l,e("button",{type:"button",onclick:()=>{t.filter("set_at",{at:null}),n.focus()}},"Back to now")),c={head:0,
buckets:[]},m=!1;function $(k){return c.buckets.find(E=>k<=E.last)?.at??c.last_at}function h(){let k=Number(n.value);o.textContent=
k>=c.head?"now":z($(k)),n.setAttribute("aria-valuetext",k>=c.head?"now":`after change ${L(k)} of ${L(c.head)}, ${z($(k))}`)}
let g=G(120,async()=>{let k=Number(n.value);await t.filter("set_at",{at:k>=c.head?null:k}),m=!1});async function i(){try{
c=await t.ask("histogram",{buckets:xt},"histogram")}catch{return}let k=Math.max(1,...c.buckets.map(E=>gt(E)));s.replaceChildren(
...c.buckets.map(E=>{let C=e("span",{},...He.map(M=>{let S=e("span",{class:`mkx-${M.toLowerCase()}`});return S.style.height=
`${bt*E[M]/k}px`,S}));return C.style.flexGrow=String(E.last-E.first+1),C})),n.min=String(Math.min(1,c.head)),n.max=String(
c.head),a.hidden=c.head<2,x(t.status)}function x(k){m||(n.value=String(k.at??c.head)),h(),r.hidden=k.at==null,l.textContent=
k.at==null?"":`This is the memory as of ${z(k.at_time)} UTC, after change ${L(k.at)} of ${L(k.head)}. Read only.`}return t.
on("status",x),t.on("journal",i),{element:a,banner:r}}function wt({model:t,el:s}){let n=ve(t),o=pe("mkx","Memory explorer"),a=Se(n),l=Fe(n),r=e("p",{class:"mkw-note mkx-troub\
le mkx-all",role:"alert"}),c=e("span",{}),m=e("button",{type:"button",class:"mkw-link"},"Undo"),$=e("button",{type:"butt\
on",class:"mkw-link",onclick:()=>{i.hidden=!0,n.tell("gone",[])}},"Dismiss"),h=e("span",{}),g=e("div",{class:"mkx-banner",
role:"status",hidden:!0},h,e("button",{type:"button",onclick:()=>{n.filter("set_events",{}),n.tell("gone",[])}},"Show al\
l")),i=e("div",{class:"mkx-done",role:"status",hidden:!0},c,m,$),x=e("p",{class:"mkw-note mkx-hint"},"What you add, chan\
ge or delete can be undone here."),k=e("div",{class:"mkx-slot"},x,r,l.banner,g,i);o.append(a.element,a.code,ye(n),k,Ne(n,
l.element),e("div",{class:"mkx-panes"},Ue(n),$e(n))),s.append(o);let E=ke(o,t.get("key"));return n.on("trouble",C=>{r.textContent=
C}),n.on("line",C=>{a.say(C),o.dataset.line=C,r.classList.toggle("mkx-trouble",C!=="busy"),r.textContent={gone:oe,busy:fe,
live:""}[C]}),n.on("others",C=>a.say("live",C.said||"changed")),n.on("status",C=>{o.classList.toggle("mkx-past",n.past()),
g.hidden=!C.events,h.textContent=C.events?`Only memories that changed in changes ${L(C.events[0]+1)} to ${L(C.events[1]??
C.head)}.`:"",o.dataset.head=String(C.head),o.dataset.ready="true",E()}),n.on("done",({said:C,seqs:M})=>{c.textContent=C,
i.hidden=!1,m.hidden=!M?.length,m.onclick=()=>n.change("undo",{seqs:M},r)}),n.watch(o),n.refresh(),()=>n.ends.forEach(C=>C())}
var yt={render:wt};return Je(vt);})();
export default memkit_explorer.default;
