// Made of memkit/web/js/explorer by "make web": change it there.
"use strict";var memkit_explorer=(()=>{var ce=Object.defineProperty;var Ve=Object.getOwnPropertyDescriptor;var ze=Object.getOwnPropertyNames;var Ye=Object.prototype.hasOwnProperty;var Je=(e,s)=>{for(var n in s)ce(e,n,{get:s[n],enumerable:!0})},Qe=(e,s,n,o)=>{if(s&&typeof s=="object"||typeof s=="func\
tion")for(let a of ze(s))!Ye.call(e,a)&&a!==n&&ce(e,a,{get:()=>s[a],enumerable:!(o=Ve(s,a))||o.enumerable});return e};var Xe=e=>Qe(ce({},"__esModule",{value:!0}),e);var St={};Je(St,{default:()=>$t});function t(e,s={},...n){let o=document.createElement(e);for(let[a,l]of Object.entries(s))l===!1||l==null||(typeof l=="fu\
nction"?o.addEventListener(a.slice(2),l):o.setAttribute(a,l===!0?"":String(l)));return o.append(...n.filter(a=>a!=null)),
o}function pe(e,s){let n=t("section",{class:`memkit mkw ${e}`,"aria-label":s,"data-lm-suppress-shortcuts":"true"});for(let o of[
"keydown","keypress","keyup"])n.addEventListener(o,a=>a.stopPropagation());return n}function K(e,s){e.querySelector(s)?.
focus()}var re=(e,s)=>s instanceof Node&&e.contains(s);function X(e,s){let n=()=>e.querySelectorAll("button, input, sele\
ct, textarea"),o=document.activeElement,a=[...n()].findIndex(l=>l===o);s(),a>=0&&!o?.isConnected&&n()[a]?.focus({preventScroll:!0})}
function G(e,s){let n;return(...o)=>{clearTimeout(n),n=setTimeout(()=>s(...o),e)}}var Ze="An answer of the kernel was lost on the way. Try it again.",fe="No answer from the kernel yet: it is at work, or\
 was shut down. If none comes, run the cell again.",oe="The kernel has lost this widget. Run the cell again.";function he(e,{
onstate:s,onnews:n}){let o=`${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`,a=new Map,l=new Map,r=0,c="\
live",m=!1;function $(u){u!==c&&(c=u,s(c))}function h(u,w={},y=null){let _=++r;return y&&l.set(y,_),new Promise((D,U)=>{
a.set(_,{resolve:D,reject:U,lane:y,sent:performance.now()});try{if(m)throw new Error(oe);e.send({view:o,number:_,lane:y,
method:u,given:w})}catch{a.delete(_),$("gone"),U(new Error(oe))}})}function g(u){if(u.news){n(u.news);return}let w=u.view===
o&&a.get(u.number);w&&(a.delete(u.number),$("live"),x(u.number),!i(u.number,w)&&(u.trouble?w.reject(new Error(u.trouble)):
w.resolve(u.answer)))}let i=(u,{lane:w})=>w&&l.get(w)!==u;function x(u){for(let[w,y]of a)w>u||(a.delete(w),i(w,y)||y.reject(
new Error(Ze)))}function k(){let u=Math.min(...[...a.values()].map(w=>w.sent));c!=="gone"&&performance.now()-u>4e3&&$("b\
usy")}function E(){m=!0,$("gone");for(let{reject:u}of a.values())u(new Error(oe));a.clear()}let S=["comm_live_update","c\
omm:close","destroy"];e.on("msg:custom",g);for(let u of S)e.on(u,E);let M=[()=>e.off("msg:custom",g),...S.map(u=>()=>e.off(
u,E))];function C(u,w){let y=!1,_=!1,D=new IntersectionObserver(F=>{y=F[F.length-1].isIntersecting});D.observe(u);let U=setInterval(
()=>{k(),!(!y||document.hidden||m||_)&&(_=!0,w().catch(()=>{}).finally(()=>{_=!1}))},1e3);M.push(()=>D.disconnect(),()=>clearInterval(
U))}return{ask:h,poll:C,close:()=>M.forEach(u=>u())}}function et(e){let s=e.getRootNode();return s instanceof ShadowRoot?s.host:null}function ke(e,s){let n=o=>{for(let a=e;a&&
s;a=et(a))a.setAttribute(`data-memkit-${o}`,s)};return n("widget"),requestAnimationFrame(()=>n("widget")),()=>{n("live"),
requestAnimationFrame(()=>n("live"))}}var V=(e,s=2)=>e==null?"–":e.toFixed(s).replace(/^(-?)0\./,"$1."),B=e=>e instanceof Error?e.message:String(e),L=e=>e.toLocaleString(
"en"),W=(e,s,n=`${s}s`)=>`${L(e)} ${e===1?s:n}`;var le=e=>e?e.slice(0,10):"",z=e=>e?e.slice(0,16).replace("T"," "):"";var tt={added:"ins",removed:"del",same:"span"},nt=new Set(["add","update","delete","none"]),xe=e=>{let s=e.toLowerCase();
return nt.has(s)?s:"other"},be=e=>e.map(([s,n])=>t(tt[s],{},n));function ge(e,s){let n=e.match(/\r\n|\r|[^\r]/gs)??[],o=n.map(c=>c[0]==="\r"?`
`:c),a=s.match(/[^]/g)??[],l=0;for(;l<o.length&&l<a.length&&o[l]===a[l];)l++;let r=0;for(;r<o.length-l&&r<a.length-l&&o[o.
length-1-r]===a[a.length-1-r];)r++;return[...n.slice(0,l),...a.slice(l,a.length-r),...n.slice(n.length-r)].join("")}var we=(e,s)=>s===
"memory"?e.text:s.startsWith("metadata.")?e.metadata[s.slice(9)]:e[s],Y=e=>e==null?"":typeof e=="string"?e:JSON.stringify(
e),J=e=>t("span",{class:"mk-text",dir:"auto"},e);var ot={ADD:"+",UPDATE:"~",DELETE:"−",NONE:"="},ue=e=>t("span",{class:`mk-badge mkx-badge mk-badge-${xe(e)}`},t("span",
{class:"mkx-sign","aria-hidden":"true"},ot[e]),e),me=e=>t("span",{class:"mk-text",dir:"auto"},...be(e));function ye(e,s,n){
let o=t("li",{class:"mkx-proposal"}),a=!1;function l(h,g,i,x=null){return t("button",{type:"button","aria-pressed":g==null?
null:String(g),title:x,onclick:i},h)}function r(h){Object.assign(s,h),c(),n()}function c(){let h=s.action==="accept",g=e.
near.find(({id:k})=>k===s.updating),i=g?"UPDATE":s.text!=null&&e.event==="NONE"?"ADD":e.event,x=a?m():t("div",{class:"mk\
x-text"},!g&&s.text==null&&e.event==="UPDATE"&&e.parts.length?me(e.parts):J(s.text??e.text));o.dataset.event=i,o.classList.
toggle("mkx-rejected",!h),o.replaceChildren(t("div",{class:"mkx-decision"},ue(i),x,t("span",{class:"mkx-buttons"},l("Acc\
ept",h,()=>r({action:"accept"})),e.event==="DELETE"?null:l("Edit",null,()=>{a=!a,c(),o.querySelector("textarea")?.focus()}),
l("Reject",!h,()=>r({action:"reject"})))),$(g)??"")}function m(){let h=t("textarea",{rows:"2",dir:"auto","aria-label":"T\
ext of this change",class:"mkx-grow",oninput:()=>{s.text=h.value===e.text?null:h.value},onkeydown:g=>{g.key!=="Escape"&&
!(g.key==="Enter"&&(g.ctrlKey||g.metaKey))||(g.preventDefault(),g.stopPropagation(),g.key==="Escape"&&(s.text=null),a=!1,
r({action:"accept"}))}});return h.value=s.text??e.text,h}function $(h){return e.near.length?t("div",{class:"mkx-near"},t(
"span",{class:"mkw-muted"},"near"),t("ul",{},...e.near.map(g=>t("li",{class:"mkw-row"},t("span",{class:"mkx-number",title:"\
Similarity: cosine, up to 1"},V(g.similarity)),J(g.text),e.event==="DELETE"?null:l(g===h?"Updates this":"Update this ins\
tead",g===h,()=>r({action:"accept",updating:g===h?null:g.id})))))):null}return c(),o}function ve(e){let s=new Map,n=!1,o=t("textarea",{rows:"1",placeholder:"Something to remember","aria-label":"Text to add",
dir:"auto",oninput:k,onkeydown:y=>{y.key!=="Enter"||!(y.ctrlKey||y.metaKey)||(y.preventDefault(),S())}}),a=t("input",{type:"\
text",placeholder:"none; e.g. category=food","aria-label":"Metadata to add",autocomplete:"off",dir:"auto"}),l=t("button",
{type:"submit"},"Preview"),r=t("button",{type:"button",title:"Ctrl+Enter",onclick:()=>S()},"Add"),c=t("p",{class:"mkw-no\
te mkx-trouble",role:"alert"}),m=t("p",{class:"mkw-note",role:"status"}),$=t("ul",{class:"mkx-proposals","aria-label":"W\
hat would be written"}),h=t("button",{type:"button",class:"mkx-main",onclick:()=>u()}),g=t("button",{type:"button",onclick:()=>w()},
"Discard"),i=t("div",{class:"mkw-row mkx-write",hidden:!0},h,g,m),x=t("section",{class:"mkx-add","aria-label":"Add"},t("\
form",{class:"mkx-line",onsubmit:y=>{y.preventDefault(),M()}},t("label",{class:"mkx-grow"},t("span",{class:"mkx-word"},"\
Add"),o),t("label",{class:"mkx-meta"},t("span",{class:"mkw-muted"},"metadata"),a),l,r),c,$,i);function k(){o.style.height=
"auto",o.style.height=`${Math.min(o.scrollHeight+2,160)}px`}function E(){return c.textContent="",o.value.trim()?{text:o.
value,...a.value.trim()?{typed:a.value}:{}}:(c.textContent="There is nothing to add yet. Write a sentence first.",o.focus(),
null)}async function S(){let y=E();y&&await e.change("add",y,c)&&w(!0)}async function M(){let y=E();if(!y)return;if([...s.
values()].some(D=>D.text!=null)&&!n){n=!0,c.textContent="You edited what is proposed below: another preview drops that. \
Press Preview once more to go on.";return}n=!1,m.textContent="Looking for similar memories …",i.hidden=!1,h.hidden=!0;
try{let D=await e.ask("preview",y,"preview");e.show(D),s.clear(),$.replaceChildren(...D.proposals.map(U=>{let F={action:U.
event==="NONE"?"reject":"accept"};return s.set(U.index,F),ye(U,F,C)})),m.textContent=D.said,C()}catch(D){c.textContent=B(
D),i.hidden=!0}}function C(){let y=[...s.values()].filter(({action:_})=>_==="accept").length;h.hidden=!s.size,h.disabled=
!y,h.textContent=y===1?"Write 1 change":`Write ${y} changes`}async function u(){let y=[...s].map(([_,D])=>({index:_,...D}));
await e.change("apply",{choices:y},c)&&w(!0)}function w(y=!1){s.clear(),$.replaceChildren(),i.hidden=!0,c.textContent="",
y&&(o.value=""),k(),o.focus()}return e.on("status",()=>{for(let y of[o,a,l,r])y.disabled=e.past();o.placeholder=e.past()?
"Go back to now to add":e.whose()?`Something to remember for ${e.whose()}`:"Pick a user above, then write something to r\
emember"}),x}var st={url:"",total:0,shown:0,spaces:[],scope:{},scopes:{},metadata:[],where:"",trouble:"",at:null,head:0,selected:0},se={
user_id:"user",agent_id:"agent",app_id:"app",run_id:"run"};function $e(e){let s={},n=he(e,{onstate:r=>o.tell("line",r),onnews:r=>l(
r)}),o={status:{...st},open:null,from:"table",lastCode:"",firstQuery:e.get("query"),ends:[n.close],ask:n.ask,on:(r,c)=>{
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
o.tell("trouble",m):r==="selection"?(o.status.selected=c,o.tell("selection",c)):a(r)}return o}function ie(e,s){let n=t("select",{"aria-label":e});return n.addEventListener("change",()=>s(n.value)),n}function Z(e,s,n){
e.replaceChildren(...s.map(o=>t("option",{value:o.value,dir:"auto",disabled:o.disabled,title:o.title},o.text))),e.value=
n}function ee(e){let s=t("pre",{class:"mk-code",tabindex:"0","aria-label":"Python"}),n=t("span",{class:"mkw-note",role:"st\
atus"}),o=t("button",{type:"button",onclick:()=>navigator.clipboard.writeText(s.textContent).then(()=>{n.textContent="Co\
pied."},()=>{n.textContent="The browser does not allow it: mark the text and copy it."})},"Copy"),a=t("div",{class:"mkw-\
code",hidden:!0},s,t("div",{class:"mkw-row"},o,n)),l=t("button",{type:"button","aria-expanded":"false",onclick:()=>{a.hidden=
!a.hidden,l.setAttribute("aria-expanded",String(!a.hidden)),r()}},"Show as Python"),r=()=>{a.hidden||(s.textContent=e(),
n.textContent="")};return{button:l,box:a,refresh:r}}var at={user_id:"user",agent_id:"agent",app_id:"app",run_id:"run",type:"type",role:"said by"};function Se(e){let s=t("p",
{class:"mkw-note mkx-trouble",role:"alert"}),n=t("div",{class:"mkx-pane"}),o=ee(()=>l?.code??""),a=t("section",{class:"m\
kx-detail","aria-label":"One memory",tabindex:"-1"},s,n,o.box),l=null,r=null,c=new Map,m=null,$=()=>l?.there&&!e.past()?
c.get(l.id):void 0;async function h(){if(!e.open){l=null,x();return}try{l=await e.ask("detail",{id:e.open},"detail"),r=null,
o.refresh()}catch(f){l=null,r=B(f)}x()}async function g(f){f!==l?.id&&(m=null,s.textContent=""),await h(),i()}function i(){
let f=n.firstElementChild??a,d=a.previousElementSibling&&a.getBoundingClientRect().left>=a.previousElementSibling.getBoundingClientRect().
right;a.scrollTop=0,!(e.from==="table"&&d)&&(f.scrollIntoView({block:"nearest"}),(n.querySelector(".mkx-whole, .mkx-edit\
or")??f).scrollIntoView({block:"nearest"}))}function x(){a.dataset.id=l?.id??"";let f=$(),d=[...c].filter(([,j])=>j!==f&&
k(j));if(!l){let j=r??(e.open?"Loading …":"Click a memory to see its history and what is near it.");n.replaceChildren(
...E(d),t("p",{class:`mkw-note mkx-empty${r?" mkx-trouble":""}`,role:r?"alert":null},j),r&&e.past()?t("button",{type:"bu\
tton",onclick:()=>e.filter("set_at",{at:null})},"Back to now"):"");return}let A=l,O=[S(A),...E(d)],R=[F(A),...A.nearest.
map(v)];X(n,()=>{if(!f){n.replaceChildren(...O,C(A),u(A),...R);return}let j=_(A,f);if(j.parentNode!==n){n.replaceChildren(
...O,j,...R);return}for(let N of[...n.children])N!==j&&N.remove();j.before(...O),j.after(...R)})}let k=f=>f.text!==f.textBefore||
f.about!==f.aboutBefore,E=f=>f.map(([d,A])=>t("div",{class:"mkx-unsaved",role:"status"},t("span",{},"Not saved yet: ",t(
"span",{dir:"auto"},`“${A.text.slice(0,60)}${A.text.length>60?"…":""}”`)),t("button",{type:"button",class:"mkw-lin\
k",onclick:async()=>{e.past()&&await e.filter("set_at",{at:null}),e.from="near",e.tell("open",d)}},"Go on"),t("button",{
type:"button",class:"mkw-link",onclick:()=>{c.delete(d),x(),a.focus()}},"Discard")));function S(f){let d=f.there&&!e.past(),
A=m==="delete",O=$()?[]:[A?t("button",{type:"button",class:"mkx-first",onclick:()=>{m=null,x(),K(n,".mkx-remove")}},"Kee\
p"):t("button",{type:"button",class:"mkx-first",disabled:!d,onclick:()=>w(f)},"Edit"),t("button",{type:"button",class:`m\
kx-remove${A?" mkx-danger":""}`,disabled:!d,onclick:()=>{A?U(f):(m="delete",x(),K(n,".mkx-remove"))}},A?"Delete it?":"De\
lete"),o.button];return t("div",{class:"mkx-bar"},t("code",{class:"mk-id",title:f.id},`#${f.id.slice(-8)}`),M(f.id)?t("b\
utton",{type:"button",class:"mkw-link",onclick:()=>{let R=M(f.id);R?.scrollIntoView({block:"nearest"}),R?.focus({preventScroll:!0})}},
"Back to the hits"):null,f.there?null:t("span",{class:"mkw-note"},e.past()?"not there at that time":"deleted; undo bring\
s it back"),t("span",{class:"mkx-buttons"},...O))}let M=f=>e.from==="hit"?a.closest(".mkx")?.querySelector(`.mkx-hit[dat\
a-id="${CSS.escape(f)}"] .mkx-memory`):null,C=f=>t("p",{class:`mkx-whole${f.there?"":" mk-gone"}`,dir:"auto"},f.record.text);
function u(f){let{record:d}=f,A=Object.entries(at).filter(([N])=>d[N]&&!(N==="type"&&d.type==="semantic")).map(([N,P])=>[
P,String(d[N])]),O=[["occurred",d.occurred_at],["created",d.created_at],["updated",d.updated_at===d.created_at?null:d.updated_at],
["expires",d.expires_at],["valid from",d.valid_from],["valid to",d.valid_to]].filter(([,N])=>N).map(([N,P])=>[N,z(P)]),R=[
["pinned",d.pinned?"yes":""],["superseded by",d.superseded_by??""],["vouched for by",d.said_by??""],["derived by",d.derived_by??
""],...d.sources.map(N=>["source",N]),...Object.entries(d.data).map(([N,P])=>[`data.${N}`,Y(P)])].filter(([,N])=>N),j=[...A,
...R,...Object.entries(d.metadata).map(([N,P])=>[N,Array.isArray(P)?P.map(Y).join(", "):Y(P)]),...O];return t("div",{class:"\
mk-about mkx-facts"},...j.map(([N,P])=>t("span",{class:"mk-pair",dir:"auto"},t("b",{},N)," ",P)))}function w(f){c.set(f.
id,{seen:f.record.seq,text:f.text,textBefore:f.text,about:f.metadata_text,aboutBefore:f.metadata_text}),x(),K(n,"textare\
a")}let y=new WeakMap;function _(f,d){let A=y.get(d)??D(f,d);return y.set(d,A),A.show(f),A.form}function D(f,d){let A=t(
"textarea",{rows:"3","aria-label":"Text",dir:"auto",oninput:()=>{d.text=ge(d.textBefore,A.value),N()}}),O=t("textarea",{
rows:"4","aria-label":"Metadata as JSON",class:"mkx-mono",spellcheck:"false",dir:"auto",oninput:()=>{d.about=O.value,N()}});
A.value=d.text,O.value=d.about;let R=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),j=t("button",{type:"button",title:"\
Escape",onclick:()=>ae()},"Cancel");function N(){m=null,j.textContent="Cancel"}async function P(){if(!k(d)){te();return}
let H={id:f.id,seen:d.seen,...d.text===d.textBefore?{}:{text:d.text},...d.about===d.aboutBefore?{}:{typed:d.about.trim()||
"{}"}};await e.change("edit",H,R)&&(te(),h())}function te(){m=null,c.delete(f.id),x(),a.focus({preventScroll:!0})}function ae(){
if(m==="discard"||!k(d)){te();return}m="discard",j.textContent="Discard what you wrote?",j.focus()}let ne=t("p",{class:"\
mkw-note mkx-moved",role:"status"});return{form:t("form",{class:"mkx-editor",onsubmit:H=>{H.preventDefault(),P()},onkeydown:H=>{
if(H.key==="Escape")ae();else if(H.key==="Enter"&&(H.ctrlKey||H.metaKey))P();else return;H.preventDefault()}},ne,t("labe\
l",{},t("span",{class:"mkw-muted"},"Text"),A),t("label",{},t("span",{class:"mkw-muted"},"Metadata"),O),R,t("div",{class:"\
mkw-row"},t("button",{type:"submit",class:"mkx-main",title:"Ctrl+Enter"},"Save"),j)),show:H=>{ne.textContent=H.record.seq===
d.seen?"":"This memory was changed elsewhere since you began: see its history below. What you do not touch stays as it i\
s there."}}}async function U(f){m=null,await e.change("delete",{ids:[f.id]},s)&&e.tell("gone",[f.id])}function F(f){return t(
"div",{class:"mkx-part"},t("h3",{},"History"),t("ol",{class:"mkx-history"},...f.history.map((d,A)=>t("li",{},t("div",{class:"\
mkw-row"},t("span",{class:"mkx-number mkw-muted"},`v${d.version}`),ue(d.event),t("span",{class:"mkw-muted",title:`${d.at}\
, change ${d.seq}`},`${z(d.at)}${d.actor?` by ${d.actor}`:""}`),...d.undoable&&!e.past()?Q(d,A):[]),d.reason?t("div",{class:"\
mkw-note",dir:"auto"},d.reason):null,d.text.length?d.event==="UPDATE"?me(d.text):J(d.text.map(([,O])=>O).join("")):null,
...d.fields.map(O=>t("div",{class:"mkx-field"},t("span",{class:"mkw-muted"},`${O.name.replace("metadata.","")} `),O.old?
t("del",{dir:"auto"},O.old):null,O.new?t("ins",{dir:"auto"},O.new):null))))))}function Q(f,d){let A=f.event==="ADD"||d>0,
O=m===f.seq,R=O?f.event==="ADD"?"Delete it?":`Undo ${W(d+1,"change")}?`:"Undo";return[O?t("button",{type:"button",class:"\
mkw-link",onclick:()=>{m=null,x(),a.focus({preventScroll:!0})}},"Keep"):null,t("button",{type:"button",class:`mkx-undo${O?
" mkx-danger":" mkw-link"}`,"data-seq":String(f.seq),title:`Back to the state before this change, as m.undo(${f.seq})`,onclick:async()=>{
if(A&&!O){m=f.seq,x(),K(n,`[data-seq="${f.seq}"]`);return}m=null,await e.change("undo",{seqs:[f.seq]},s)&&a.focus({preventScroll:!0})}},
R)]}function v(f){return t("div",{class:"mkx-part"},t("h3",{dir:"auto"},`Nearest in ${f.space}`),f.neighbours.length?t("\
ol",{class:"mkx-neighbours"},...f.neighbours.map(d=>t("li",{},t("span",{class:"mkx-number",title:"Cosine, up to 1"},V(d.
cosine)),t("button",{type:"button",class:"mkx-memory",onclick:()=>{e.from="near",e.tell("open",d.id)}},J(d.text))))):t("\
p",{class:"mkw-note"},"No other memory is here to be near."))}return e.on("open",g),e.on("data",h),x(),a}var rt=0;function Ce({word:e,every:s,onpick:n}){let o=`mkx-pick-${++rt}`,a=[],l=[],r=0,c=t("button",{type:"button",class:"\
mkx-pickbutton","aria-haspopup":"listbox","aria-expanded":"false",onclick:()=>h.hidden?i():x(!0)}),m=t("input",{type:"te\
xt",role:"combobox",autocomplete:"off",spellcheck:"false",dir:"auto",placeholder:`Search or type a ${e}`,"aria-label":`S\
earch or type a ${e}`,"aria-controls":o,"aria-expanded":"true",oninput:()=>{r=0,k()},onkeydown:E}),$=t("ul",{class:"mkx-\
options",role:"listbox",id:o,"aria-label":e}),h=t("div",{class:"mkx-pop",hidden:!0},m,$),g=t("span",{class:"mkx-pick",onfocusout:C=>{
re(g,C.relatedTarget)||x(!1)}},c,h);function i(){h.hidden=!1,c.setAttribute("aria-expanded","true"),m.value="",r=0,k();let C=g.
closest(".mkx")?.getBoundingClientRect().right??1/0;h.classList.toggle("mkx-left",g.getBoundingClientRect().left+h.offsetWidth>
C),m.focus()}function x(C){h.hidden=!0,c.setAttribute("aria-expanded","false"),C&&c.focus()}function k(){let C=m.value.trim(),
u=a.filter(w=>w.value.toLowerCase().includes(C.toLowerCase()));l=C?u:[{value:null},...u],C&&!a.some(w=>w.value===C)&&(l=
[...l,{value:C,typed:!0}]),r=Math.max(0,Math.min(r,l.length-1)),$.replaceChildren(...l.map((w,y)=>t("li",{role:"option",
id:`${o}-${y}`,"aria-selected":String(y===r),onmousedown:_=>_.preventDefault(),onclick:()=>S(w.value)},t("span",{class:"\
mkx-option",dir:"auto"},w.value==null?s:w.typed?`“${w.value}”`:w.value),w.count==null?null:t("span",{class:"mkw-mute\
d"},L(w.count))))),m.setAttribute("aria-activedescendant",`${o}-${r}`),$.children[r]?.scrollIntoView({block:"nearest"})}
function E(C){let u=C.key==="ArrowDown"?1:C.key==="ArrowUp"?-1:0;if(u)r=Math.max(0,Math.min(r+u,l.length-1));else if(C.key===
"Enter")l[r]&&S(l[r].value);else if(C.key==="Escape")x(!0);else return;C.preventDefault(),u&&k()}function S(C){x(!0),n(C)}
function M(C,u){a=C,c.replaceChildren(t("span",{class:"mkw-muted"},`${e[0].toUpperCase()}${e.slice(1)} `),t("span",{class:"\
mkx-picked",dir:"auto"},u??s)),c.setAttribute("aria-label",`${e}: ${u??s}`)}return M([],null),{element:g,show:M}}var lt={user:"everyone",agent:"any",app:"any",run:"any"};function Ee(e){let s=t("b",{dir:"auto"}),n=t("span",{}),o=t("sp\
an",{class:"mkx-live",role:"status"}),a=ie("Space",i=>e.filter("use_space",{space:i})),l=Object.fromEntries(Object.entries(
se).map(([i,x])=>[i,Ce({word:x,every:lt[x],onpick:k=>e.filter("set_scope",{...e.status.scope,[i]:k})})])),r=ee(()=>e.lastCode??
"");e.on("code",r.refresh);function c(i){s.textContent=i.url.split("/").pop()||i.url,s.title=i.url;let x=i.spaces.find(({
key:k})=>k===i.space);n.textContent=[x?`${x.key} (${L(x.dim)} d)`:"no space yet",i.shown===i.total?W(i.total,"memory","m\
emories"):`${L(i.shown)} of ${W(i.total,"memory","memories")}`].join(" · "),Z(a,i.spaces.map(k=>({value:k.key,text:`${k.
key}${k.ready?"":" (filling)"}`,disabled:!k.ready,title:`${L(k.dim)} dimensions, ${W(k.count,"vector")}${k.default?", th\
e default":""}`})),x?.key??""),h.hidden=i.spaces.length<2;for(let[k,E]of Object.entries(l)){let S=i.scopes[k]??[];E.show(
S,i.scope[k]),E.element.hidden=k!=="user_id"&&!S.length&&i.scope[k]==null}}let m;function $(i,x=null){clearTimeout(m),o.
dataset.state=i,o.textContent=x??{live:"live",busy:"waiting for the kernel",gone:"not connected"}[i],x&&(m=setTimeout(()=>$(
i),6e3))}let h=t("label",{class:"mkx-label"},"Space ",a),g=t("header",{class:"mkx-head"},t("div",{class:"mkx-what"},s,n),
t("div",{class:"mkx-controls"},h,...Object.values(l).map(i=>i.element),r.button,o));return e.on("status",c),$("live"),{element:g,
code:r.box,say:$}}function Ae(e){let s="http://www.w3.org/2000/svg",n=document.createElementNS(s,"svg");for(let[a,l]of Object.entries({viewBox:"\
0 0 16 16",width:"16",height:"16","aria-hidden":"true"}))n.setAttribute(a,l);let o=document.createElementNS(s,"path");return o.
setAttribute("d","M2 7h2.5v6.5H2zM4.5 7.2 7.6 2.2c1.2 0 1.7.9 1.4 2L8.4 6.5h4.2c.9 0 1.5.8 1.3 1.6l-1.1 4.3c-.2.7-.7 1.1\
-1.4 1.1H4.5"),e==="down"&&o.setAttribute("transform","rotate(180 8 8)"),n.append(o),n}var it={semantic:"semantic",bm25:"BM25",context:"context",recency:"recency",rerank:"reranker"},Oe=e=>it[e]??e,Te=e=>`mk-${[
"semantic","bm25","recency","rerank"].includes(e)?e:"other"}`,Me=e=>t("span",{class:`mk-key ${Te(e)}`}),_e=({reasons:e})=>Object.
values(e).reduce((s,n)=>s+Math.max(n,0),0),De=e=>t("div",{class:"mkx-legend","aria-hidden":"true"},...e.map(s=>t("span",
{},Me(s),Oe(s))));function Ne(e,s,n,{most:o,trouble:a}){return t("li",{class:`mkx-hit${s.other_space?" mkx-two":""}`,"da\
ta-id":n.id},t("span",{class:"mkx-rank"},String(n.rank)),t("div",{class:"mkx-what2"},t("button",{type:"button",class:"mk\
x-memory",title:"Show all about it",onclick:()=>{e.from="hit",e.tell("open",n.id)}},J(n.text)),t("span",{class:"mkx-abou\
t"},...ct(n,e.status.scope))),s.other_space?mt(n,s.other_space):null,t("span",{class:"mkx-score"},t("b",{class:"mkx-numb\
er"},V(n.score)),ut(n,o)),dt(e,s.query,n,a))}function ct(e,s){let n=[["",le(e.occurred_at??e.created_at)]];for(let[o,a]of Object.
entries(se))e[o]&&s[o]==null&&n.push([a,String(e[o])]);for(let[o,a]of Object.entries(e.metadata).slice(0,2))n.push([o,Y(
a)]);for(let o of e.notes)n.push(["",o]);return n.map(([o,a])=>t("span",{dir:"auto",title:o?`${o}: ${a}`:null},a))}function ut(e,s){
let n=Object.entries(e.reasons).filter(([,r])=>Math.abs(r)>=.005),o=n.map(([r,c])=>`${Oe(r)} ${V(c)}`).join(", "),a=e.score,
l=n.filter(([,r])=>r>0).map(([r,c])=>{let m=Math.max(0,Math.min(c,a));a-=m;let $=t("span",{class:Te(r)});return $.style.
width=`${s>0?100*m/s:0}%`,$});return t("span",{class:"mkx-bars",title:o},t("span",{class:"mk-bar",role:"img","aria-label":o},
...l),t("span",{class:"mkx-values","aria-hidden":"true"},...n.map(([r,c])=>t("span",{},Me(r),V(c)))))}function mt(e,s){let n=e.
other?.rank??null,o=e.other?.shift??0,a=n==null?"not near":`#${L(n)}`,l=o?o>0?` ▲ ${L(o)}`:` ▼ ${L(-o)}`:"",r=n==null?
`Not near the top in ${s}`:`Rank ${n} in ${s}${o?`, ${W(Math.abs(o),"place")} ${o>0?"higher":"lower"}`:", the same"}`;return t(
"span",{class:"mkx-there",title:r,"aria-label":r,role:"img"},a,t("span",{class:o>0?"mkx-up":o<0?"mkx-down":""},l))}function dt(e,s,n,o){
let l=[[!0,"Relevant","up"],[!1,"Not relevant","down"]].map(([c,m,$])=>t("button",{type:"button",class:`mkx-thumb mkx-${$}\
thumb`,"aria-label":m,title:`${m} to this question`,"aria-pressed":String(n.rated===c),disabled:e.past(),onclick:()=>r(n.
rated===c?null:c)},Ae($)));async function r(c){try{e.show(await e.ask("rate",{query:s,id:n.id,relevant:c})),n.rated=c,l.
forEach((m,$)=>m.setAttribute("aria-pressed",String(n.rated===($===0))))}catch(m){o(B(m))}}return t("span",{class:"mkx-t\
humbs",role:"group","aria-label":"Rate this hit"},...l)}var Le=150;function je(e,s){let n=t("input",{type:"search",placeholder:"Ask in your own words, e.g. where does she live?",
"aria-label":"Search",autocomplete:"off",dir:"auto",oninput:G(Le,()=>D()),onkeydown:v=>{v.key==="Enter"&&D()}}),o=t("inp\
ut",{type:"number",min:"1",max:"100",value:"10","aria-label":"k, how many hits",onchange:()=>D()}),a=t("input",{type:"ra\
nge",min:"0",max:"1",step:"0.01",value:"0","aria-label":"Least score",oninput:()=>{y(),S()}}),l=t("output",{class:"mkx-n\
umber"}),r=ie("Compare with",()=>D()),c=t("input",{type:"checkbox",onchange:()=>D()}),m=t("input",{type:"text",placeholder:"\
no filter; e.g. category = 'food' and priority >= 3","aria-label":"where, a filter",autocomplete:"off",dir:"auto",spellcheck:"\
false",oninput:G(400,()=>_()),onkeydown:v=>{v.key==="Enter"&&_()}}),$=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),
h=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),g=t("p",{class:"mkw-note",role:"status"}),i=t("div",{class:"mkx-res\
ults"}),x=ee(()=>M?.code??"# Nothing was searched yet."),k=t("label",{class:"mkx-label",hidden:!0},"compare with ",r),E=t(
"label",{class:"mkx-label",hidden:!0},c," rerank"),S=G(Le,()=>D()),M=null,C,u=t("div",{class:"mkx-options2"},t("label",{
class:"mkx-label"},"k ",o),t("label",{class:"mkx-label"},"score at least ",a,l),k,E),w=t("section",{class:"mkx-search","\
aria-label":"Search"},t("form",{class:"mkx-line",onsubmit:v=>v.preventDefault()},t("label",{class:"mkx-grow"},t("span",{
class:"mkx-word"},"Search"),n),u),t("div",{class:"mkx-line"},t("label",{class:"mkx-grow"},t("span",{class:"mkx-word"},"w\
here"),m),s),$,h,t("div",{class:"mkw-row mkx-found"},g,x.button),i,x.box);x.button.hidden=!0;function y(){l.textContent=
a.value==="0"?"any":V(Number(a.value))}async function _(){if(m.value.trim()===(e.status.where??"")){$.textContent=e.status.
trouble??"";return}await e.filter("set_where",{where:m.value.trim()})}async function D(){if(h.textContent="",clearTimeout(
C),!n.value.trim()){M=null,i.replaceChildren(),g.textContent="",x.button.hidden=x.box.hidden=!0;return}C=setTimeout(()=>{
g.textContent="Searching …"},300);try{let v=await e.ask("search",{query:n.value,k:Math.max(1,Math.min(100,Number(o.value)||
10)),threshold:a.value==="0"?null:Number(a.value),other:r.value||null,rerank:c.checked},"search");if(clearTimeout(C),!n.
value.trim())return;M=v,U(v)}catch(v){clearTimeout(C),g.textContent="",h.textContent=B(v)}}function U(v){e.show(v),x.button.
hidden=!1,x.refresh();let f=Math.max(...[...v.hits,...v.below,...v.other_only].map(O=>_e(O)),0);g.textContent=v.said||F(
v);let d=O=>Ne(e,v,O,{most:f,trouble:R=>{h.textContent=R}}),A=(O,R,j=!1)=>R.length?t("ol",{class:`mkx-hits${j?" mkx-pale":
""}`,"aria-label":O},...R.map(d)):null;X(i,()=>i.replaceChildren(...[v.hits.length||v.below.length?De(v.signals):null,A(
"Hits",v.hits),Q(v.below.length,v.below[0]?.why==="threshold"?"below the threshold":`after the best ${v.k}`),A("Just mis\
sed",v.below,!0),Q(v.other_only.length,`only in ${v.other_space}`),A(`Only in ${v.other_space}`,v.other_only,!0)].filter(
O=>O!=null))),w.dataset.query=v.query,a.max=String(Math.max(1,Number(a.value),Math.ceil(v.best*10)/10))}function F(v){let f=v.
other_space?`, with their ranks in ${v.other_space}`:"";return`${W(v.hits.length,"hit")} among ${W(e.status.shown,"memor\
y","memories")} in ${v.space}${f}`}let Q=(v,f)=>v?t("div",{class:"mkx-divider"},f):null;return e.on("status",v=>{let f=v.
spaces.filter(d=>d.ready&&d.key!==v.space);Z(r,[{value:"",text:"no space"},...f.map(({key:d})=>({value:d,text:d}))],f.some(
({key:d})=>d===r.value)?r.value:""),k.hidden=!f.length,E.hidden=!v.reranker,document.activeElement!==m&&!v.trouble&&(m.value=
v.where),$.textContent=v.trouble,m.setAttribute("aria-invalid",String(!!v.trouble))}),e.on("data",v=>{v==="query"&&(n.value=
e.status.query??""),(n.value.trim()||v==="query")&&D()}),y(),n.value=e.firstQuery,w}var pt=2,ft=20;function qe(e,{select:s}){let n=(u,w)=>t("button",{type:"button",onclick:w},u),o=t("b",{role:"status"}),a=t(
"p",{class:"mkw-note mkx-trouble",role:"alert"}),l=t("form",{class:"mkx-line",hidden:!0,onsubmit:u=>{u.preventDefault(),
i?.act()}}),r={tag:n("Tag",()=>E("tag")),merge:n("Merge",()=>E("merge")),remove:n("Delete",()=>E("remove")),export:n("Ex\
port",()=>E("export")),none:n("Clear",()=>{s({how:"none"}),e.tell("gone",null)})},c=t("p",{class:"mkw-note mkx-hint"},"C\
lick a row to open it, Shift+click to select as far as there, Ctrl+click for one more."),m=t("div",{class:"mkx-bulkslot"},
c),$=t("div",{class:"mkx-bulk",role:"group","aria-label":"Selected memories",hidden:!0},t("div",{class:"mkw-row"},o,...Object.
values(r)),l,a);m.append($);let h=0,g={tag:"",file:"memories.jsonl"},i=null,x=(u,w="mkx-main")=>t("button",{type:"submit",
class:w},u),k={tag:()=>{let u=t("input",{type:"text",class:"mkx-grow",placeholder:"e.g. category=food; old=null removes \
a key","aria-label":"Metadata to set",dir:"auto",oninput:()=>{g.tag=u.value}});return u.value=g.tag,{parts:[t("label",{class:"\
mkx-grow"},t("span",{class:"mkw-muted"},"set"),u),x("Set")],act:async()=>{await M("tag",{typed:u.value})&&(g.tag="")}}},
remove:()=>({parts:[t("span",{},`Delete ${W(h,"memory","memories")}? Undo brings ${h===1?"it":"them"} back.`),x("Delete",
"mkx-danger")],act:()=>M("delete",{})}),merge:()=>{let u=t("select",{"aria-label":"The memory to keep",class:"mkx-grow"});
return e.ask("chosen").then(w=>Z(u,w.map(({id:y,text:_})=>({value:y,text:_})),w[0]?.id),w=>{a.textContent=B(w)}),{parts:[
t("label",{class:"mkx-grow"},t("span",{class:"mkw-muted"},"keep"),u),t("span",{class:"mkw-muted"},`and delete the other ${h===
2?"one":L(h-1)}`),x("Merge","mkx-danger")],act:()=>M("merge",{keep:u.value})}},export:()=>{let u=t("input",{type:"text",
class:"mkx-grow","aria-label":"File to write",value:g.file,oninput:()=>{g.file=u.value}});return{parts:[t("label",{class:"\
mkx-grow"},t("span",{class:"mkw-muted"},"file"),u),x("Write")],act:()=>M("export",{path:u.value.trim()})}}};function E(u){
a.textContent="",i=k[u](),l.replaceChildren(...i.parts,t("button",{type:"button",onclick:()=>{S(),r[u].focus()}},"Cancel")),
l.hidden=!1,K(l,l.querySelector("input")?"input":"button")}function S(){i=null,l.hidden=!0,a.textContent=""}async function M(u,w){
let y=u==="merge"?w:{...w,selected:!0},_=await e.change(u,y,a);return _&&(S(),e.tell("gone",null)),_}function C(){o.textContent=
`${L(h)} selected`,$.hidden=h===0,c.hidden=h!==0,r.merge.hidden=h<pt||h>ft;for(let u of[r.tag,r.merge,r.remove])u.disabled=
e.past();h||S()}return e.on("selection",u=>{u!==h&&!l.querySelector("input")&&S(),h=u,C()}),e.on("status",u=>{h=u.selected,
C()}),{element:m,remove:()=>{h&&!e.past()&&E("remove")}}}var ht=[{name:"user_id",text:"User"},{name:"agent_id",text:"Agent"},{name:"app_id",text:"App"},{name:"run_id",text:"Run"},
{name:"type",text:"Type"},{name:"occurred_at",text:"Occurred"},{name:"created_at",text:"Created"},{name:"updated_at",text:"\
Updated"}],kt={name:"memory",text:"Memory"};function Pe(e){let s=null,n=[],o=t("div",{class:"mkx-options",role:"group","\
aria-label":"Columns"}),a=t("button",{type:"button",class:"mkw-link",onclick:()=>{s=null,e()}},"As usual"),l=t("div",{class:"\
mkx-pop mkx-left",hidden:!0},o,a),r=t("button",{type:"button",class:"mkx-pickbutton","aria-expanded":"false",onclick:()=>m(
!!l.hidden)},"Columns"),c=t("span",{class:"mkx-pick",onkeydown:i=>{i.key==="Escape"&&(m(!1),r.focus())},onfocusout:i=>{i.
relatedTarget&&!re(c,i.relatedTarget)&&m(!1)}},r,l);function m(i){l.hidden=!i,r.setAttribute("aria-expanded",String(i)),
i&&K(o,"input")}function $(i,x){let k=i.metadata.map(({key:u})=>({name:`metadata.${u}`,text:u}));n=[...ht,...k];let E=u=>i.
scope[u]==null&&(i.scopes[u]??[]).length>1,S=k.find(({text:u})=>u==="category")??k[0],M=[...["user_id","agent_id"].filter(
E),...x?["occurred_at"]:[],...S?[S.name]:[],"updated_at"],C=s??M;return h(C),[kt,...C.flatMap(u=>n.find(w=>w.name===u)??
[])]}function h(i){a.hidden=s==null,X(o,()=>o.replaceChildren(...n.map(({name:x,text:k})=>t("label",{class:"mkx-check",dir:"\
auto"},t("input",{type:"checkbox",checked:i.includes(x),onchange:()=>g(x,i)}),k))))}function g(i,x){s=x.includes(i)?x.filter(
k=>k!==i):[...x,i],e()}return{element:c,list:$}}function Re(e,s,n){let o=Math.floor(e/30),a=Math.ceil(Math.max(s-30,30)/30)+1;return[Math.max(0,o),Math.min(n,o+a)]}var Be=([
e,s],n)=>[Math.max(0,e-12),Math.min(n,s+12)];function Ie([e,s],n,o){let[a,l]=[e,s];if(!o){for(;a<l&&n.has(a);)a++;for(;l>
a&&n.has(l-1);)l--;if(a>=l)return null}let r=Math.max(0,a-60);return{first:r,number:Math.max(l+60-r,120)}}function We(e,s,n){
let o=e*30;return o<s?o:o+60>s+n?o+60-n:s}function Ue(e,s,n,o){let a=Math.max(1,Math.floor(n/30)-2),l={ArrowDown:1,ArrowUp:-1,
PageDown:a,PageUp:-a,Home:-1/0,End:1/0};return e in l?Math.max(0,Math.min(s+l[e],o-1)):null}function Fe(e){let s={sort:"updated_at",descending:!0,find:""},n={total:0,rows:new Map,at:0,anchor:0,asking:!1,stale:!1,
dated:!1,layout:"",high:420},o=new Map,a=[],l=t("input",{type:"search",placeholder:"Filter the rows","aria-label":"Filte\
r the rows",autocomplete:"off",dir:"auto",oninput:G(150,()=>{s.find=l.value,A()})}),r=t("span",{class:"mkw-note",role:"s\
tatus"}),c=t("button",{type:"button",onclick:()=>P({how:"all"})},"Select all"),m=t("p",{class:"mkw-note mkx-trouble",role:"\
alert"}),$=t("div",{class:"mkx-tr mkx-th",role:"row","aria-rowindex":"1"}),h=t("div",{class:"mkx-space",role:"rowgroup"}),
g=t("p",{class:"mkw-note mkx-empty"}),i=t("div",{class:"mkx-grid",role:"grid",tabindex:"0","aria-label":"Memories","aria\
-multiselectable":"true",onscroll:()=>y(),onkeydown:te,onfocus:()=>ne()},t("div",{role:"rowgroup",class:"mkx-head2"},$),
h),x=Pe(()=>{S(),y()}),k=qe(e,{select:P}),E=t("section",{class:"mkx-table","aria-label":"All memories"},t("div",{class:"\
mkx-bar"},l,r,c,x.element),k.element,m,i,g);function S(){a=x.list(e.status,n.dated);let p=a.slice(1).map(({name:b})=>b.endsWith(
"_at")?"88px":"minmax(0,96px)");i.style.setProperty("--columns",["28px","minmax(0,1fr)",...p].join(" ")),n.layout=a.map(
({name:b})=>b).join(),i.setAttribute("aria-colcount",String(a.length+1)),M()}function M(){$.replaceChildren(t("span",{role:"\
columnheader",class:"mkx-td"},t("span",{class:"mkw-said"},"Selected")),...a.map(({name:p,text:b})=>{let T=s.sort===p;return t(
"span",{role:"columnheader",class:"mkx-td",dir:"auto","aria-sort":T?s.descending?"descending":"ascending":"none"},t("but\
ton",{type:"button",class:"mkx-sort","data-sort":p,onclick:()=>C(p)},b,t("span",{"aria-hidden":"true"},T?s.descending?" \
▼":" ▲":"")))}))}function C(p){s.descending=s.sort===p?!s.descending:p.endsWith("_at"),s.sort=p,M(),K($,`[data-sort=\
"${CSS.escape(p)}"]`),A()}let u=()=>Re(i.scrollTop,n.high,n.total),w=0;function y(){w||=requestAnimationFrame(()=>{w=0,_(),
Q()})}function _(){let[p,b]=Be(u(),n.total);h.style.height=`${n.total*30}px`;for(let[q,I]of o)q>=p&&q<b&&I.look===D(q)||
(I.element.remove(),o.delete(q));let T=h.firstChild;for(let q=p;q<b;q++){let I=o.get(q)??{element:U(q),look:D(q)};o.set(
q,I),I.element===T?T=I.element.nextSibling:h.insertBefore(I.element,T)}ne()}function D(p){let b=n.rows.get(p);return b?`${b.
id} ${b.seq} ${b.selected} ${b.id===e.open} ${n.layout}`:""}function U(p){let b=n.rows.get(p),T=a.map(({name:I})=>F(b,I)),
q=t("div",{class:"mkx-tr",role:"row",id:`${i.id}-${p}`,"aria-rowindex":String(p+2),"aria-selected":String(!!b?.selected),
"data-id":b?.id,"data-open":b&&b.id===e.open?"true":null,onclick:I=>O(p,I)},t("span",{role:"gridcell",class:"mkx-td mkx-\
mark",onclick:I=>{I.stopPropagation(),j(p)}},t("span",{class:"mkx-tick","aria-hidden":"true"})),...T);return q.style.top=
`${p*30}px`,q}function F(p,b){if(!p)return t("span",{role:"gridcell",class:"mkx-td mkw-muted"},b==="memory"?"…":"");let T=we(
p,b),q=b.endsWith("_at")?String(T??""):null,I=q==null?Y(T):le(q);return t("span",{role:"gridcell",class:`mkx-td${b==="me\
mory"?"":" mkw-muted"}`,dir:"auto",title:q==null?I:z(q)},I)}async function Q(){let p=Ie(u(),n.rows,n.stale);if(n.asking||
!p)return;n.asking=!0;let b=n.stale;n.stale=!1;try{v(await e.ask("rows",{...p,...s}),b)}catch(T){m.textContent=B(T),n.asking=
!1;return}n.asking=!1,y()}function v(p,b){m.textContent=p.trouble??"",(b||p.total!==n.total||n.rows.size>4e3)&&n.rows.clear(),
p.rows.forEach((T,q)=>{T&&n.rows.set(p.first+q,T)}),n.total=p.total,n.at=Math.min(n.at,Math.max(0,n.total-1)),i.setAttribute(
"aria-rowcount",String(n.total+1)),E.dataset.loaded="true",r.textContent=f(),!n.dated&&p.rows.some(T=>T?.occurred_at)&&(n.
dated=!0,S()),E.classList.toggle("mkx-none",!n.total),g.textContent=n.total?"":e.emptiness(s.find),i.hidden=!n.total}function f(){
let p=a.find(({name:q})=>q===s.sort)?.text??s.sort,{shown:b}=e.status;return`${s.find&&n.total<b?`${L(n.total)} of ${W(b,
"memory","memories")}`:W(n.total,"memory","memories")}, by ${p.toLowerCase()}`}function d(){n.stale=!0,Q()}function A(){
i.scrollTop=0,n.at=n.anchor=0,d()}function O(p,b){if(i.focus({preventScroll:!0}),b.shiftKey)return N(p);if(n.at=n.anchor=
p,b.ctrlKey||b.metaKey)return j(p);R(p);let T=n.rows.get(p);return T&&P({how:"only",id:T.id})}function R(p){let b=n.rows.
get(p);b&&(e.from="table",e.tell("open",b.id))}function j(p){n.at=n.anchor=p;let b=n.rows.get(p);return b?(b.selected=!b.
selected,y(),P({how:"toggle",id:b.id})):null}function N(p){n.at=p;let[b,T]=[Math.min(p,n.anchor),Math.max(p,n.anchor)];return P(
{how:"range",first:b,last:T})}async function P(p){try{let{count:b}=await e.ask("select",{...p,...s});e.tell("selection",
b)}catch(b){m.textContent=B(b)}}function te(p){if(p.target!==i)return;let b=Ue(p.key,n.at,i.clientHeight,n.total);if(b!==
null)ae(b,p.shiftKey);else if(p.key==="Enter")R(n.at);else if(p.key===" ")j(n.at);else if(p.key==="a"&&(p.ctrlKey||p.metaKey))
P({how:"all"});else if(p.key==="Escape")P({how:"none"});else if(p.key==="Delete")k.remove();else return;p.preventDefault()}
function ae(p,b){n.at=p;let T=We(p,i.scrollTop,i.clientHeight);T!==i.scrollTop&&(i.scrollTop=T),b?N(n.at):n.anchor=n.at,
y()}function ne(){let p=`${i.id}-${n.at}`;for(let b of h.children)b.classList.toggle("mkx-at",b.id===p);i.setAttribute("\
aria-activedescendant",p)}function de(p){let b=[...n.rows].filter(([,T])=>T&&(p?p.includes(T.id):T.selected)).map(([T])=>T);
b.length&&(n.at=n.anchor=Math.min(...b)),(i.hidden?l:i).focus({preventScroll:!0})}i.id=`mkx-grid-${++bt}`,e.on("status",
S),e.on("data",d),e.on("selection",d),e.on("open",y),e.on("gone",de);let H=new ResizeObserver(p=>{n.high=p[p.length-1].contentRect.
height,y()});return H.observe(i),e.ends.push(()=>H.disconnect()),E}var bt=0;var gt=60,wt=16,Ke=["DELETE","UPDATE","ADD"],yt=e=>Ke.reduce((s,n)=>s+e[n],0);function Ge(e){let s=t("span",{class:"mkx-\
density","aria-hidden":"true"}),n=t("input",{type:"range",min:"0",step:"1","aria-label":"Time, by changes",oninput:()=>{
m=!0,h(),g()},onchange:()=>g()}),o=t("output",{class:"mkx-when"}),a=t("label",{class:"mkx-time",hidden:!0},t("span",{class:"\
mkw-muted"},"time"),t("span",{class:"mkx-track"},s,n),o),l=t("span",{}),r=t("div",{class:"mkx-banner mkx-then",role:"sta\
tus",hidden:!0},l,t("button",{type:"button",onclick:()=>{e.filter("set_at",{at:null}),n.focus()}},"Back to now")),c={head:0,
buckets:[]},m=!1;function $(k){return c.buckets.find(E=>k<=E.last)?.at??c.last_at}function h(){let k=Number(n.value);o.textContent=
k>=c.head?"now":z($(k)),n.setAttribute("aria-valuetext",k>=c.head?"now":`after change ${L(k)} of ${L(c.head)}, ${z($(k))}`)}
let g=G(120,async()=>{let k=Number(n.value);await e.filter("set_at",{at:k>=c.head?null:k}),m=!1});async function i(){try{
c=await e.ask("histogram",{buckets:gt},"histogram")}catch{return}let k=Math.max(1,...c.buckets.map(E=>yt(E)));s.replaceChildren(
...c.buckets.map(E=>{let S=t("span",{},...Ke.map(M=>{let C=t("span",{class:`mkx-${M.toLowerCase()}`});return C.style.height=
`${wt*E[M]/k}px`,C}));return S.style.flexGrow=String(E.last-E.first+1),S})),n.min=String(Math.min(1,c.head)),n.max=String(
c.head),a.hidden=c.head<2,x(e.status)}function x(k){m||(n.value=String(k.at??c.head)),h(),r.hidden=k.at==null,l.textContent=
k.at==null?"":`This is the memory as of ${z(k.at_time)} UTC, after change ${L(k.at)} of ${L(k.head)}. Read only.`}return e.
on("status",x),e.on("journal",i),{element:a,banner:r}}function vt({model:e,el:s}){let n=$e(e),o=pe("mkx","Memory explorer"),a=Ee(n),l=Ge(n),r=t("p",{class:"mkw-note mkx-troub\
le mkx-all",role:"alert"}),c=t("span",{}),m=t("button",{type:"button",class:"mkw-link"},"Undo"),$=t("button",{type:"butt\
on",class:"mkw-link",onclick:()=>{i.hidden=!0,n.tell("gone",[])}},"Dismiss"),h=t("span",{}),g=t("div",{class:"mkx-banner",
role:"status",hidden:!0},h,t("button",{type:"button",onclick:()=>{n.filter("set_events",{}),n.tell("gone",[])}},"Show al\
l")),i=t("div",{class:"mkx-done",role:"status",hidden:!0},c,m,$),x=t("p",{class:"mkw-note mkx-hint"},"What you add, chan\
ge or delete can be undone here."),k=t("div",{class:"mkx-slot"},x,r,l.banner,g,i);o.append(a.element,a.code,ve(n),k,je(n,
l.element),t("div",{class:"mkx-panes"},Fe(n),Se(n))),s.append(o);let E=ke(o,e.get("key"));return n.on("trouble",S=>{r.textContent=
S}),n.on("line",S=>{a.say(S),o.dataset.line=S,r.classList.toggle("mkx-trouble",S!=="busy"),r.textContent={gone:oe,busy:fe,
live:""}[S]}),n.on("others",S=>a.say("live",S.said||"changed")),n.on("status",S=>{o.classList.toggle("mkx-past",n.past()),
g.hidden=!S.events,h.textContent=S.events?`Only memories that changed in changes ${L(S.events[0]+1)} to ${L(S.events[1]??
S.head)}.`:"",o.dataset.head=String(S.head),o.dataset.ready="true",E()}),n.on("done",({said:S,seqs:M})=>{c.textContent=S,
i.hidden=!1,m.hidden=!M?.length,m.onclick=()=>n.change("undo",{seqs:M},r)}),n.watch(o),n.refresh(),()=>n.ends.forEach(S=>S())}
var $t={render:vt};return Xe(St);})();
export default memkit_explorer.default;
