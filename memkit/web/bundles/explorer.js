// Made of memkit/web/js/explorer by "make web": change it there.
"use strict";var memkit_explorer=(()=>{var ce=Object.defineProperty;var Ge=Object.getOwnPropertyDescriptor;var Ve=Object.getOwnPropertyNames;var ze=Object.prototype.hasOwnProperty;var Ye=(t,s)=>{for(var n in s)ce(t,n,{get:s[n],enumerable:!0})},Je=(t,s,n,o)=>{if(s&&typeof s=="object"||typeof s=="func\
tion")for(let a of Ve(s))!ze.call(t,a)&&a!==n&&ce(t,a,{get:()=>s[a],enumerable:!(o=Ge(s,a))||o.enumerable});return t};var Qe=t=>Je(ce({},"__esModule",{value:!0}),t);var $t={};Ye($t,{default:()=>vt});function e(t,s={},...n){let o=document.createElement(t);for(let[a,l]of Object.entries(s))l===!1||l==null||(typeof l=="fu\
nction"?o.addEventListener(a.slice(2),l):o.setAttribute(a,l===!0?"":String(l)));return o.append(...n.filter(a=>a!=null)),
o}function pe(t,s){let n=e("section",{class:`memkit mkw ${t}`,"aria-label":s,"data-lm-suppress-shortcuts":"true"});for(let o of[
"keydown","keypress","keyup"])n.addEventListener(o,a=>a.stopPropagation());return n}function K(t,s){t.querySelector(s)?.
focus()}var re=(t,s)=>s instanceof Node&&t.contains(s);function X(t,s){let n=()=>t.querySelectorAll("button, input, sele\
ct, textarea"),o=document.activeElement,a=[...n()].findIndex(l=>l===o);s(),a>=0&&!o?.isConnected&&n()[a]?.focus({preventScroll:!0})}
function V(t,s){let n;return(...o)=>{clearTimeout(n),n=setTimeout(()=>s(...o),t)}}var Xe="An answer of the kernel was lost on the way. Try it again.",fe="No answer from the kernel yet: it is at work, or\
 was shut down. If none comes, run the cell again.",oe="The kernel has lost this widget. Run the cell again.";function he(t,{
onstate:s,onnews:n}){let o=`${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`,a=new Map,l=new Map,r=0,i="\
live",m=!1;function $(c){c!==i&&(i=c,s(i))}function k(c,g={},v=null){let M=++r;return v&&l.set(v,M),new Promise((D,U)=>{
a.set(M,{resolve:D,reject:U,lane:v,sent:performance.now()});try{if(m)throw new Error(oe);t.send({view:o,number:M,lane:v,
method:c,given:g})}catch{a.delete(M),$("gone"),U(new Error(oe))}})}function w(c){if(c.news){n(c.news);return}let g=c.view===
o&&a.get(c.number);g&&(a.delete(c.number),$("live"),d(c.number),!f(c.number,g)&&(c.trouble?g.reject(new Error(c.trouble)):
g.resolve(c.answer)))}let f=(c,{lane:g})=>g&&l.get(g)!==c;function d(c){for(let[g,v]of a)g>c||(a.delete(g),f(g,v)||v.reject(
new Error(Xe)))}function x(){let c=Math.min(...[...a.values()].map(g=>g.sent));i!=="gone"&&performance.now()-c>4e3&&$("b\
usy")}function C(){m=!0,$("gone");for(let{reject:c}of a.values())c(new Error(oe));a.clear()}let S=["comm_live_update","c\
omm:close","destroy"];t.on("msg:custom",w);for(let c of S)t.on(c,C);let O=[()=>t.off("msg:custom",w),...S.map(c=>()=>t.off(
c,C))];function E(c,g){let v=!1,M=!1,D=new IntersectionObserver(F=>{v=F[F.length-1].isIntersecting});D.observe(c);let U=setInterval(
()=>{x(),!(!v||document.hidden||m||M)&&(M=!0,g().catch(()=>{}).finally(()=>{M=!1}))},1e3);O.push(()=>D.disconnect(),()=>clearInterval(
U))}return{ask:k,poll:E,close:()=>O.forEach(c=>c())}}function Ze(t){let s=t.getRootNode();return s instanceof ShadowRoot?s.host:null}function ke(t,s){let n=o=>{for(let a=t;a&&
s;a=Ze(a))a.setAttribute(`data-memkit-${o}`,s)};return n("widget"),requestAnimationFrame(()=>n("widget")),()=>{n("live"),
requestAnimationFrame(()=>n("live"))}}var G=(t,s=2)=>t==null?"–":t.toFixed(s).replace(/^(-?)0\./,"$1."),B=t=>t instanceof Error?t.message:String(t),L=t=>t.toLocaleString(
"en"),W=(t,s,n=`${s}s`)=>`${L(t)} ${t===1?s:n}`;var le=t=>t?t.slice(0,10):"",z=t=>t?t.slice(0,16).replace("T"," "):"";var et={added:"ins",removed:"del",same:"span"},tt=new Set(["add","update","delete","none"]),xe=t=>{let s=t.toLowerCase();
return tt.has(s)?s:"other"},be=t=>t.map(([s,n])=>e(et[s],{},n));function we(t,s){let n=t.match(/\r\n|\r|[^\r]/gs)??[],o=n.map(i=>i[0]==="\r"?`
`:i),a=s.match(/[^]/g)??[],l=0;for(;l<o.length&&l<a.length&&o[l]===a[l];)l++;let r=0;for(;r<o.length-l&&r<a.length-l&&o[o.
length-1-r]===a[a.length-1-r];)r++;return[...n.slice(0,l),...a.slice(l,a.length-r),...n.slice(n.length-r)].join("")}var ge=(t,s)=>s===
"memory"?t.text:s.startsWith("metadata.")?t.metadata[s.slice(9)]:t[s],Y=t=>t==null?"":typeof t=="string"?t:JSON.stringify(
t),J=t=>e("span",{class:"mk-text",dir:"auto"},t);var nt={ADD:"+",UPDATE:"~",DELETE:"−",NONE:"="},ue=t=>e("span",{class:`mk-badge mkx-badge mk-badge-${xe(t)}`},e("span",
{class:"mkx-sign","aria-hidden":"true"},nt[t]),t),me=t=>e("span",{class:"mk-text",dir:"auto"},...be(t));function ye(t,s,n){
let o=e("li",{class:"mkx-proposal"}),a=!1;function l(k,w,f,d=null){return e("button",{type:"button","aria-pressed":w==null?
null:String(w),title:d,onclick:f},k)}function r(k){Object.assign(s,k),i(),n()}function i(){let k=s.action==="accept",w=t.
near.find(({id:x})=>x===s.updating),f=w?"UPDATE":s.text!=null&&t.event==="NONE"?"ADD":t.event,d=a?m():e("div",{class:"mk\
x-text"},!w&&s.text==null&&t.event==="UPDATE"&&t.parts.length?me(t.parts):J(s.text??t.text));o.dataset.event=f,o.classList.
toggle("mkx-rejected",!k),o.replaceChildren(e("div",{class:"mkx-decision"},ue(f),d,e("span",{class:"mkx-buttons"},l("Acc\
ept",k,()=>r({action:"accept"})),t.event==="DELETE"?null:l("Edit",null,()=>{a=!a,i(),o.querySelector("textarea")?.focus()}),
l("Reject",!k,()=>r({action:"reject"})))),$(w)??"")}function m(){let k=e("textarea",{rows:"2",dir:"auto","aria-label":"T\
ext of this change",class:"mkx-grow",oninput:()=>{s.text=k.value===t.text?null:k.value},onkeydown:w=>{w.key!=="Escape"&&
!(w.key==="Enter"&&(w.ctrlKey||w.metaKey))||(w.preventDefault(),w.stopPropagation(),w.key==="Escape"&&(s.text=null),a=!1,
r({action:"accept"}))}});return k.value=s.text??t.text,k}function $(k){return t.near.length?e("div",{class:"mkx-near"},e(
"span",{class:"mkw-muted"},"near"),e("ul",{},...t.near.map(w=>e("li",{class:"mkw-row"},e("span",{class:"mkx-number",title:"\
Similarity: cosine, up to 1"},G(w.similarity)),J(w.text),t.event==="DELETE"?null:l(w===k?"Updates this":"Update this ins\
tead",w===k,()=>r({action:"accept",updating:w===k?null:w.id})))))):null}return i(),o}function ve(t){let s=new Map,n=!1,o=e("textarea",{rows:"1",placeholder:"Something to remember","aria-label":"Text to add",
dir:"auto",oninput:x,onkeydown:v=>{v.key!=="Enter"||!(v.ctrlKey||v.metaKey)||(v.preventDefault(),S())}}),a=e("input",{type:"\
text",placeholder:"none; e.g. category=food","aria-label":"Metadata to add",autocomplete:"off",dir:"auto"}),l=e("button",
{type:"submit"},"Preview"),r=e("button",{type:"button",title:"Ctrl+Enter",onclick:()=>S()},"Add"),i=e("p",{class:"mkw-no\
te mkx-trouble",role:"alert"}),m=e("p",{class:"mkw-note",role:"status"}),$=e("ul",{class:"mkx-proposals","aria-label":"W\
hat would be written"}),k=e("button",{type:"button",class:"mkx-main",onclick:()=>c()}),w=e("button",{type:"button",onclick:()=>g()},
"Discard"),f=e("div",{class:"mkw-row mkx-write",hidden:!0},k,w,m),d=e("section",{class:"mkx-add","aria-label":"Add"},e("\
form",{class:"mkx-line",onsubmit:v=>{v.preventDefault(),O()}},e("label",{class:"mkx-grow"},e("span",{class:"mkx-word"},"\
Add"),o),e("label",{class:"mkx-meta"},e("span",{class:"mkw-muted"},"metadata"),a),l,r),i,$,f);function x(){o.style.height=
"auto",o.style.height=`${Math.min(o.scrollHeight+2,160)}px`}function C(){return i.textContent="",o.value.trim()?{text:o.
value,...a.value.trim()?{typed:a.value}:{}}:(i.textContent="There is nothing to add yet. Write a sentence first.",o.focus(),
null)}async function S(){let v=C();v&&await t.change("add",v,i)&&g(!0)}async function O(){let v=C();if(!v)return;if([...s.
values()].some(D=>D.text!=null)&&!n){n=!0,i.textContent="You edited what is proposed below: another preview drops that. \
Press Preview once more to go on.";return}n=!1,m.textContent="Looking for similar memories …",f.hidden=!1,k.hidden=!0;
try{let D=await t.ask("preview",v,"preview");t.show(D),s.clear(),$.replaceChildren(...D.proposals.map(U=>{let F={action:U.
event==="NONE"?"reject":"accept"};return s.set(U.index,F),ye(U,F,E)})),m.textContent=D.said,E()}catch(D){i.textContent=B(
D),f.hidden=!0}}function E(){let v=[...s.values()].filter(({action:M})=>M==="accept").length;k.hidden=!s.size,k.disabled=
!v,k.textContent=v===1?"Write 1 change":`Write ${v} changes`}async function c(){let v=[...s].map(([M,D])=>({index:M,...D}));
await t.change("apply",{choices:v},i)&&g(!0)}function g(v=!1){s.clear(),$.replaceChildren(),f.hidden=!0,i.textContent="",
v&&(o.value=""),x(),o.focus()}return t.on("status",()=>{for(let v of[o,a,l,r])v.disabled=t.past();o.placeholder=t.past()?
"Go back to now to add":t.whose()?`Something to remember for ${t.whose()}`:"Pick a user above, then write something to r\
emember"}),d}var ot={url:"",total:0,shown:0,spaces:[],scope:{},scopes:{},metadata:[],where:"",trouble:"",at:null,head:0,selected:0},se={
user_id:"user",agent_id:"agent",app_id:"app",run_id:"run"};function $e(t){let s={},n=he(t,{onstate:r=>o.tell("line",r),onnews:r=>l(
r)}),o={status:{...ot},open:null,from:"table",lastCode:"",firstQuery:t.get("query"),ends:[n.close],ask:n.ask,on:(r,i)=>{
(s[r]??=[]).push(i)},tell:(r,i)=>{r==="open"&&(o.open=i);for(let m of s[r]??[])m(i)},past:()=>o.status.at!=null,show:r=>{
r?.code&&(o.lastCode=r.code,o.tell("code"))},filter:async(r,i)=>{try{o.show(await o.ask(r,i,r)),o.tell("trouble","")}catch(m){
r==="set_where"?a():o.tell("trouble",B(m))}},change:async(r,i,m)=>{m.textContent="";try{let $=await o.ask(r,i);return o.
show($),o.seen=Math.max(o.seen??0,...$.seqs??[]),o.tell("done",$),!0}catch($){return m.textContent=B($),!1}},watch:r=>n.
poll(r,async()=>{let i=Math.max(o.status.head,o.seen??0),m=await o.ask("changes",{since:i},"changes");m.changed&&(o.seen=
m.reset?0:m.head,m.reset&&(o.status={...o.status,head:0}),o.tell("others",m),a())}),emptiness:r=>{let{status:i}=o;if(r)return`\
No memory holds “${r}”. Clear the filter above to see all.`;if(i.where)return`No memory fits the filter ${i.where}. \
Clear it to see all.`;let m=o.whose()?` for ${o.whose()}`:"";return o.past()?`There were no memories${m} then. Go back t\
o now to see those of today.`:`No memories${m} yet. Add one above or run %remember.`},whose:()=>Object.entries(se).filter(
([r])=>o.status.scope[r]!=null).map(([r,i])=>`${i} ${o.status.scope[r]}`).join(", "),refresh:r=>a(r)},a=V(20,async(r="")=>{
let{head:i}=o.status;try{o.status=await o.ask("status",{},"status")}catch(m){o.tell("trouble",B(m));return}o.tell("statu\
s",o.status),o.tell("data",r),o.status.head!==i&&o.tell("journal")});function l({what:r,count:i,trouble:m}){r==="failed"?
o.tell("trouble",m):r==="selection"?(o.status.selected=i,o.tell("selection",i)):a(r)}return o}function ie(t,s){let n=e("select",{"aria-label":t});return n.addEventListener("change",()=>s(n.value)),n}function Z(t,s,n){
t.replaceChildren(...s.map(o=>e("option",{value:o.value,dir:"auto",disabled:o.disabled,title:o.title},o.text))),t.value=
n}function ee(t){let s=e("pre",{class:"mk-code",tabindex:"0","aria-label":"Python"}),n=e("span",{class:"mkw-note",role:"st\
atus"}),o=e("button",{type:"button",onclick:()=>navigator.clipboard.writeText(s.textContent).then(()=>{n.textContent="Co\
pied."},()=>{n.textContent="The browser does not allow it: mark the text and copy it."})},"Copy"),a=e("div",{class:"mkw-\
code",hidden:!0},s,e("div",{class:"mkw-row"},o,n)),l=e("button",{type:"button","aria-expanded":"false",onclick:()=>{a.hidden=
!a.hidden,l.setAttribute("aria-expanded",String(!a.hidden)),r()}},"Show as Python"),r=()=>{a.hidden||(s.textContent=t(),
n.textContent="")};return{button:l,box:a,refresh:r}}var st={user_id:"user",agent_id:"agent",app_id:"app",run_id:"run",type:"type",role:"said by"};function Ce(t){let s=e("p",
{class:"mkw-note mkx-trouble",role:"alert"}),n=e("div",{class:"mkx-pane"}),o=ee(()=>l?.code??""),a=e("section",{class:"m\
kx-detail","aria-label":"One memory",tabindex:"-1"},s,n,o.box),l=null,r=null,i=new Map,m=null,$=()=>l?.there&&!t.past()?
i.get(l.id):void 0;async function k(){if(!t.open){l=null,d();return}try{l=await t.ask("detail",{id:t.open},"detail"),r=null,
o.refresh()}catch(h){l=null,r=B(h)}d()}async function w(h){h!==l?.id&&(m=null,s.textContent=""),await k(),f()}function f(){
let h=n.firstElementChild??a,u=a.previousElementSibling&&a.getBoundingClientRect().left>=a.previousElementSibling.getBoundingClientRect().
right;a.scrollTop=0,!(t.from==="table"&&u)&&(h.scrollIntoView({block:"nearest"}),(n.querySelector(".mkx-whole, .mkx-edit\
or")??h).scrollIntoView({block:"nearest"}))}function d(){a.dataset.id=l?.id??"";let h=$(),u=[...i].filter(([,P])=>P!==h&&
x(P));if(!l){let P=r??(t.open?"Loading …":"Click a memory to see its history and what is near it.");n.replaceChildren(
...C(u),e("p",{class:`mkw-note mkx-empty${r?" mkx-trouble":""}`,role:r?"alert":null},P),r&&t.past()?e("button",{type:"bu\
tton",onclick:()=>t.filter("set_at",{at:null})},"Back to now"):"");return}let A=l,_=[S(A),...C(u)],R=[F(A),...A.nearest.
map(y)];X(n,()=>{if(!h){n.replaceChildren(..._,E(A),c(A),...R);return}let P=M(A,h);if(P.parentNode!==n){n.replaceChildren(
..._,P,...R);return}for(let N of[...n.children])N!==P&&N.remove();P.before(..._),P.after(...R)})}let x=h=>h.text!==h.textBefore||
h.about!==h.aboutBefore,C=h=>h.map(([u,A])=>e("div",{class:"mkx-unsaved",role:"status"},e("span",{},"Not saved yet: ",e(
"span",{dir:"auto"},`“${A.text.slice(0,60)}${A.text.length>60?"…":""}”`)),e("button",{type:"button",class:"mkw-lin\
k",onclick:async()=>{t.past()&&await t.filter("set_at",{at:null}),t.from="near",t.tell("open",u)}},"Go on"),e("button",{
type:"button",class:"mkw-link",onclick:()=>{i.delete(u),d(),a.focus()}},"Discard")));function S(h){let u=h.there&&!t.past(),
A=m==="delete",_=$()?[]:[A?e("button",{type:"button",class:"mkx-first",onclick:()=>{m=null,d(),K(n,".mkx-remove")}},"Kee\
p"):e("button",{type:"button",class:"mkx-first",disabled:!u,onclick:()=>g(h)},"Edit"),e("button",{type:"button",class:`m\
kx-remove${A?" mkx-danger":""}`,disabled:!u,onclick:()=>{A?U(h):(m="delete",d(),K(n,".mkx-remove"))}},A?"Delete it?":"De\
lete"),o.button];return e("div",{class:"mkx-bar"},e("code",{class:"mk-id",title:h.id},`#${h.id.slice(-8)}`),O(h.id)?e("b\
utton",{type:"button",class:"mkw-link",onclick:()=>{let R=O(h.id);R?.scrollIntoView({block:"nearest"}),R?.focus({preventScroll:!0})}},
"Back to the hits"):null,h.there?null:e("span",{class:"mkw-note"},t.past()?"not there at that time":"deleted; undo bring\
s it back"),e("span",{class:"mkx-buttons"},..._))}let O=h=>t.from==="hit"?a.closest(".mkx")?.querySelector(`.mkx-hit[dat\
a-id="${CSS.escape(h)}"] .mkx-memory`):null,E=h=>e("p",{class:`mkx-whole${h.there?"":" mk-gone"}`,dir:"auto"},h.record.text);
function c(h){let{record:u}=h,A=Object.entries(st).filter(([N])=>u[N]&&!(N==="type"&&u.type==="semantic")).map(([N,q])=>[
q,String(u[N])]),_=[["occurred",u.occurred_at],["created",u.created_at],["updated",u.updated_at===u.created_at?null:u.updated_at],
["expires",u.expires_at],["valid from",u.valid_from],["valid to",u.valid_to]].filter(([,N])=>N).map(([N,q])=>[N,z(q)]),R=[
["withheld",u.withheld??""],["pinned",u.pinned?"yes":""],["superseded by",u.superseded_by??""],["vouched for by",u.said_by??
""],["derived by",u.derived_by??""],...u.sources.map(N=>["source",N]),...Object.entries(u.data).map(([N,q])=>[`data.${N}`,
Y(q)])].filter(([,N])=>N),P=[...A,...R,...Object.entries(u.metadata).map(([N,q])=>[N,Array.isArray(q)?q.map(Y).join(", "):
Y(q)]),..._];return e("div",{class:"mk-about mkx-facts"},...P.map(([N,q])=>e("span",{class:"mk-pair",dir:"auto"},e("b",{},
N)," ",q)))}function g(h){i.set(h.id,{seen:h.record.seq,text:h.text,textBefore:h.text,about:h.metadata_text,aboutBefore:h.
metadata_text}),d(),K(n,"textarea")}let v=new WeakMap;function M(h,u){let A=v.get(u)??D(h,u);return v.set(u,A),A.show(h),
A.form}function D(h,u){let A=e("textarea",{rows:"3","aria-label":"Text",dir:"auto",oninput:()=>{u.text=we(u.textBefore,A.
value),N()}}),_=e("textarea",{rows:"4","aria-label":"Metadata as JSON",class:"mkx-mono",spellcheck:"false",dir:"auto",oninput:()=>{
u.about=_.value,N()}});A.value=u.text,_.value=u.about;let R=e("p",{class:"mkw-note mkx-trouble",role:"alert"}),P=e("butt\
on",{type:"button",title:"Escape",onclick:()=>ae()},"Cancel");function N(){m=null,P.textContent="Cancel"}async function q(){
if(!x(u)){te();return}let H={id:h.id,seen:u.seen,...u.text===u.textBefore?{}:{text:u.text},...u.about===u.aboutBefore?{}:
{typed:u.about.trim()||"{}"}};await t.change("edit",H,R)&&(te(),k())}function te(){m=null,i.delete(h.id),d(),a.focus({preventScroll:!0})}
function ae(){if(m==="discard"||!x(u)){te();return}m="discard",P.textContent="Discard what you wrote?",P.focus()}let ne=e(
"p",{class:"mkw-note mkx-moved",role:"status"});return{form:e("form",{class:"mkx-editor",onsubmit:H=>{H.preventDefault(),
q()},onkeydown:H=>{if(H.key==="Escape")ae();else if(H.key==="Enter"&&(H.ctrlKey||H.metaKey))q();else return;H.preventDefault()}},
ne,e("label",{},e("span",{class:"mkw-muted"},"Text"),A),e("label",{},e("span",{class:"mkw-muted"},"Metadata"),_),R,e("di\
v",{class:"mkw-row"},e("button",{type:"submit",class:"mkx-main",title:"Ctrl+Enter"},"Save"),P)),show:H=>{ne.textContent=
H.record.seq===u.seen?"":"This memory was changed elsewhere since you began: see its history below. What you do not touc\
h stays as it is there."}}}async function U(h){m=null,await t.change("delete",{ids:[h.id]},s)&&t.tell("gone",[h.id])}function F(h){
return e("div",{class:"mkx-part"},e("h3",{},"History"),e("ol",{class:"mkx-history"},...h.history.map((u,A)=>e("li",{},e(
"div",{class:"mkw-row"},e("span",{class:"mkx-number mkw-muted"},`v${u.version}`),ue(u.event),e("span",{class:"mkw-muted",
title:`${u.at}, change ${u.seq}`},`${z(u.at)}${u.actor?` by ${u.actor}`:""}`),...u.undoable&&!t.past()?Q(u,A):[]),u.reason?
e("div",{class:"mkw-note",dir:"auto"},u.reason):null,u.text.length?u.event==="UPDATE"?me(u.text):J(u.text.map(([,_])=>_).
join("")):null,...u.fields.map(_=>e("div",{class:"mkx-field"},e("span",{class:"mkw-muted"},`${_.name.replace("metadata.",
"")} `),_.old?e("del",{dir:"auto"},_.old):null,_.new?e("ins",{dir:"auto"},_.new):null))))))}function Q(h,u){let A=h.event===
"ADD"||u>0,_=m===h.seq,R=_?h.event==="ADD"?"Delete it?":`Undo ${W(u+1,"change")}?`:"Undo";return[_?e("button",{type:"but\
ton",class:"mkw-link",onclick:()=>{m=null,d(),a.focus({preventScroll:!0})}},"Keep"):null,e("button",{type:"button",class:`\
mkx-undo${_?" mkx-danger":" mkw-link"}`,"data-seq":String(h.seq),title:`Back to the state before this change, as m.undo(${h.
seq})`,onclick:async()=>{if(A&&!_){m=h.seq,d(),K(n,`[data-seq="${h.seq}"]`);return}m=null,await t.change("undo",{seqs:[h.
seq]},s)&&a.focus({preventScroll:!0})}},R)]}function y(h){return e("div",{class:"mkx-part"},e("h3",{dir:"auto"},`Nearest\
 in ${h.space}`),h.neighbours.length?e("ol",{class:"mkx-neighbours"},...h.neighbours.map(u=>e("li",{},e("span",{class:"m\
kx-number",title:"Cosine, up to 1"},G(u.cosine)),e("button",{type:"button",class:"mkx-memory",onclick:()=>{t.from="near",
t.tell("open",u.id)}},J(u.text))))):e("p",{class:"mkw-note"},"No other memory is here to be near."))}return t.on("open",
w),t.on("data",k),d(),a}var at=0;function Se({word:t,every:s,onpick:n}){let o=`mkx-pick-${++at}`,a=[],l=[],r=0,i=e("button",{type:"button",class:"\
mkx-pickbutton","aria-haspopup":"listbox","aria-expanded":"false",onclick:()=>k.hidden?f():d(!0)}),m=e("input",{type:"te\
xt",role:"combobox",autocomplete:"off",spellcheck:"false",dir:"auto",placeholder:`Search or type a ${t}`,"aria-label":`S\
earch or type a ${t}`,"aria-controls":o,"aria-expanded":"true",oninput:()=>{r=0,x()},onkeydown:C}),$=e("ul",{class:"mkx-\
options",role:"listbox",id:o,"aria-label":t}),k=e("div",{class:"mkx-pop",hidden:!0},m,$),w=e("span",{class:"mkx-pick",onfocusout:E=>{
re(w,E.relatedTarget)||d(!1)}},i,k);function f(){k.hidden=!1,i.setAttribute("aria-expanded","true"),m.value="",r=0,x();let E=w.
closest(".mkx")?.getBoundingClientRect().right??1/0;k.classList.toggle("mkx-left",w.getBoundingClientRect().left+k.offsetWidth>
E),m.focus()}function d(E){k.hidden=!0,i.setAttribute("aria-expanded","false"),E&&i.focus()}function x(){let E=m.value.trim(),
c=a.filter(g=>g.value.toLowerCase().includes(E.toLowerCase()));l=E?c:[{value:null},...c],E&&!a.some(g=>g.value===E)&&(l=
[...l,{value:E,typed:!0}]),r=Math.max(0,Math.min(r,l.length-1)),$.replaceChildren(...l.map((g,v)=>e("li",{role:"option",
id:`${o}-${v}`,"aria-selected":String(v===r),onmousedown:M=>M.preventDefault(),onclick:()=>S(g.value)},e("span",{class:"\
mkx-option",dir:"auto"},g.value==null?s:g.typed?`“${g.value}”`:g.value),g.count==null?null:e("span",{class:"mkw-mute\
d"},L(g.count))))),m.setAttribute("aria-activedescendant",`${o}-${r}`),$.children[r]?.scrollIntoView({block:"nearest"})}
function C(E){let c=E.key==="ArrowDown"?1:E.key==="ArrowUp"?-1:0;if(c)r=Math.max(0,Math.min(r+c,l.length-1));else if(E.key===
"Enter")l[r]&&S(l[r].value);else if(E.key==="Escape")d(!0);else return;E.preventDefault(),c&&x()}function S(E){d(!0),n(E)}
function O(E,c){a=E,i.replaceChildren(e("span",{class:"mkw-muted"},`${t[0].toUpperCase()}${t.slice(1)} `),e("span",{class:"\
mkx-picked",dir:"auto"},c??s)),i.setAttribute("aria-label",`${t}: ${c??s}`)}return O([],null),{element:w,show:O}}var rt={user:"everyone",agent:"any",app:"any",run:"any"};function Ee(t){let s=e("b",{dir:"auto"}),n=e("span",{}),o=e("sp\
an",{class:"mkx-recall"}),a=e("span",{class:"mkx-live",role:"status"}),l=ie("Space",d=>t.filter("use_space",{space:d})),
r=Object.fromEntries(Object.entries(se).map(([d,x])=>[d,Se({word:x,every:rt[x],onpick:C=>t.filter("set_scope",{...t.status.
scope,[d]:C})})])),i=ee(()=>t.lastCode??"");t.on("code",i.refresh);function m(d){s.textContent=d.url.split("/").pop()||d.
url,s.title=d.url;let x=d.spaces.find(({key:C})=>C===d.space);n.textContent=[x?`${x.key} (${L(x.dim)} d)`:"no space yet",
d.shown===d.total?W(d.total,"memory","memories"):`${L(d.shown)} of ${W(d.total,"memory","memories")}`].join(" · "),o.textContent=
d.recall?.short??"",o.title=d.recall?.said??"",Z(l,d.spaces.map(C=>({value:C.key,text:`${C.key}${C.ready?"":" (filling)"}`,
disabled:!C.ready,title:`${L(C.dim)} dimensions, ${W(C.count,"vector")}${C.default?", the default":""}`})),x?.key??""),w.
hidden=d.spaces.length<2;for(let[C,S]of Object.entries(r)){let O=d.scopes[C]??[];S.show(O,d.scope[C]),S.element.hidden=C!==
"user_id"&&!O.length&&d.scope[C]==null}}let $;function k(d,x=null){clearTimeout($),a.dataset.state=d,a.textContent=x??{live:"\
live",busy:"waiting for the kernel",gone:"not connected"}[d],x&&($=setTimeout(()=>k(d),6e3))}let w=e("label",{class:"mkx\
-label"},"Space ",l),f=e("header",{class:"mkx-head"},e("div",{class:"mkx-what"},s,n,o),e("div",{class:"mkx-controls"},w,
...Object.values(r).map(d=>d.element),i.button,a));return t.on("status",m),k("live"),{element:f,code:i.box,say:k}}function Ae(t){let s="http://www.w3.org/2000/svg",n=document.createElementNS(s,"svg");for(let[a,l]of Object.entries({viewBox:"\
0 0 16 16",width:"16",height:"16","aria-hidden":"true"}))n.setAttribute(a,l);let o=document.createElementNS(s,"path");return o.
setAttribute("d","M2 7h2.5v6.5H2zM4.5 7.2 7.6 2.2c1.2 0 1.7.9 1.4 2L8.4 6.5h4.2c.9 0 1.5.8 1.3 1.6l-1.1 4.3c-.2.7-.7 1.1\
-1.4 1.1H4.5"),t==="down"&&o.setAttribute("transform","rotate(180 8 8)"),n.append(o),n}var lt={semantic:"semantic",bm25:"BM25",role:"role",context:"context",recency:"recency",rerank:"reranker"},Oe=t=>lt[t]??
t,Te=t=>`mk-${["semantic","bm25","context","recency","rerank"].includes(t)?t:"other"}`,_e=t=>e("span",{class:`mk-key ${Te(
t)}`}),Me=t=>e("div",{class:"mkx-legend","aria-hidden":"true"},...t.map(s=>e("span",{},_e(s),Oe(s))));function De(t,s,n,o){
return e("li",{class:`mkx-hit${s.other_space?" mkx-two":""}${n.weak?" mkx-weak":""}`,"data-id":n.id},e("span",{class:"mk\
x-rank"},String(n.rank)),e("div",{class:"mkx-what2"},e("button",{type:"button",class:"mkx-memory",title:"Show all about \
it",onclick:()=>{t.from="hit",t.tell("open",n.id)}},J(n.text)),e("span",{class:"mkx-about"},...it(n,t.status.scope))),s.
other_space?ut(n,s.other_space):null,e("span",{class:"mkx-score"},e("b",{class:"mkx-number"},G(n.score)),ct(n)),mt(t,s.query,
n,o))}function it(t,s){let n=[["",le(t.occurred_at??t.created_at)]];for(let[o,a]of Object.entries(se))t[o]&&s[o]==null&&
n.push([a,String(t[o])]);for(let[o,a]of Object.entries(t.metadata).slice(0,2))n.push([o,Y(a)]);for(let o of t.notes)n.push(
["",o]);return n.map(([o,a])=>e("span",{dir:"auto",title:o?`${o}: ${a}`:null},a))}function ct(t){let s=Object.entries(t.
reasons).filter(([,r])=>Math.abs(r)>=.005),n=t.relevance==null?"":`relevance ${G(t.relevance)}`,o=[n,s.map(([r,i])=>`${Oe(
r)} ${G(i)}`).join(", ")].filter(Boolean).join("; "),a=t.score,l=s.filter(([,r])=>r>0).map(([r,i])=>{let m=Math.max(0,Math.
min(i,a));a-=m;let $=e("span",{class:Te(r)});return $.style.width=`${100*m/t.full_bar}%`,$});return e("span",{class:"mkx\
-bars",title:o},e("span",{class:"mk-bar",role:"img","aria-label":o},...l),e("span",{class:"mkx-values","aria-hidden":"tr\
ue"},n?e("span",{},n):null,...s.map(([r,i])=>e("span",{},_e(r),G(i)))))}function ut(t,s){let n=t.other?.rank??null,o=t.other?.
shift??0,a=n==null?"not near":`#${L(n)}`,l=o?o>0?` ▲ ${L(o)}`:` ▼ ${L(-o)}`:"",r=n==null?`Not near the top in ${s}`:
`Rank ${n} in ${s}${o?`, ${W(Math.abs(o),"place")} ${o>0?"higher":"lower"}`:", the same"}`;return e("span",{class:"mkx-t\
here",title:r,"aria-label":r,role:"img"},a,e("span",{class:o>0?"mkx-up":o<0?"mkx-down":""},l))}function mt(t,s,n,o){let l=[
[!0,"Relevant","up"],[!1,"Not relevant","down"]].map(([i,m,$])=>e("button",{type:"button",class:`mkx-thumb mkx-${$}thumb`,
"aria-label":m,title:`${m} to this question`,"aria-pressed":String(n.rated===i),disabled:t.past(),onclick:()=>r(n.rated===
i?null:i)},Ae($)));async function r(i){try{t.show(await t.ask("rate",{query:s,id:n.id,relevant:i})),n.rated=i,l.forEach(
(m,$)=>m.setAttribute("aria-pressed",String(n.rated===($===0))))}catch(m){o(B(m))}}return e("span",{class:"mkx-thumbs",role:"\
group","aria-label":"Rate this hit"},...l)}var Ne=150;function Le(t,s){let n=e("input",{type:"search",placeholder:"Ask in your own words, e.g. where does she live?",
"aria-label":"Search",autocomplete:"off",dir:"auto",oninput:V(Ne,()=>D()),onkeydown:y=>{y.key==="Enter"&&D()}}),o=e("inp\
ut",{type:"number",min:"1",max:"100",value:"10","aria-label":"k, how many hits",onchange:()=>D()}),a=e("input",{type:"ra\
nge",min:"0",max:"1",step:"0.01",value:"0","aria-label":"Least score",oninput:()=>{v(),S()}}),l=e("output",{class:"mkx-n\
umber"}),r=ie("Compare with",()=>D()),i=e("input",{type:"checkbox",onchange:()=>D()}),m=e("input",{type:"text",placeholder:"\
no filter; e.g. category = 'food' and priority >= 3","aria-label":"where, a filter",autocomplete:"off",dir:"auto",spellcheck:"\
false",oninput:V(400,()=>M()),onkeydown:y=>{y.key==="Enter"&&M()}}),$=e("p",{class:"mkw-note mkx-trouble",role:"alert"}),
k=e("p",{class:"mkw-note mkx-trouble",role:"alert"}),w=e("p",{class:"mkw-note",role:"status"}),f=e("div",{class:"mkx-res\
ults"}),d=ee(()=>O?.code??"# Nothing was searched yet."),x=e("label",{class:"mkx-label",hidden:!0},"compare with ",r),C=e(
"label",{class:"mkx-label",hidden:!0},i," rerank"),S=V(Ne,()=>D()),O=null,E,c=e("div",{class:"mkx-options2"},e("label",{
class:"mkx-label"},"k ",o),e("label",{class:"mkx-label"},"score at least ",a,l),x,C),g=e("section",{class:"mkx-search","\
aria-label":"Search"},e("form",{class:"mkx-line",onsubmit:y=>y.preventDefault()},e("label",{class:"mkx-grow"},e("span",{
class:"mkx-word"},"Search"),n),c),e("div",{class:"mkx-line"},e("label",{class:"mkx-grow"},e("span",{class:"mkx-word"},"w\
here"),m),s),$,k,e("div",{class:"mkw-row mkx-found"},w,d.button),f,d.box);d.button.hidden=!0;function v(){l.textContent=
a.value==="0"?"any":G(Number(a.value))}async function M(){if(m.value.trim()===(t.status.where??"")){$.textContent=t.status.
trouble??"";return}await t.filter("set_where",{where:m.value.trim()})}async function D(){if(k.textContent="",clearTimeout(
E),!n.value.trim()){O=null,f.replaceChildren(),w.textContent="",d.button.hidden=d.box.hidden=!0;return}E=setTimeout(()=>{
w.textContent="Searching …"},300);try{let y=await t.ask("search",{query:n.value,k:Math.max(1,Math.min(100,Number(o.value)||
10)),threshold:a.value==="0"?null:Number(a.value),other:r.value||null,rerank:i.checked},"search");if(clearTimeout(E),!n.
value.trim())return;O=y,U(y)}catch(y){clearTimeout(E),w.textContent="",k.textContent=B(y)}}function U(y){t.show(y),d.button.
hidden=!1,d.refresh(),w.classList.toggle("mkx-nothing",y.weak),w.textContent=y.weak?`${y.said} ${F(y)}.`:y.said||F(y);let h=A=>De(
t,y,A,_=>{k.textContent=_}),u=(A,_,R=!1)=>_.length?e("ol",{class:`mkx-hits${R?" mkx-pale":""}`,"aria-label":A},..._.map(
h)):null;X(f,()=>f.replaceChildren(...[y.hits.length||y.below.length?Me(y.signals):null,u("Hits",y.hits),Q(y.below.length,
y.below[0]?.why==="threshold"?"below the threshold":`after the best ${y.k}`),u("Just missed",y.below,!0),Q(y.other_only.
length,`only in ${y.other_space}`),u(`Only in ${y.other_space}`,y.other_only,!0)].filter(A=>A!=null))),g.dataset.query=y.
query,a.max=String(Math.max(1,Number(a.value),Math.ceil(y.best*10)/10))}function F(y){let h=y.other_space?`, with their \
ranks in ${y.other_space}`:"";return`${W(y.hits.length,"hit")} among ${W(t.status.shown,"memory","memories")} in ${y.space}${h}`}
let Q=(y,h)=>y?e("div",{class:"mkx-divider"},h):null;return t.on("status",y=>{let h=y.spaces.filter(u=>u.ready&&u.key!==
y.space);Z(r,[{value:"",text:"no space"},...h.map(({key:u})=>({value:u,text:u}))],h.some(({key:u})=>u===r.value)?r.value:
""),x.hidden=!h.length,C.hidden=!y.reranker,document.activeElement!==m&&!y.trouble&&(m.value=y.where),$.textContent=y.trouble,
m.setAttribute("aria-invalid",String(!!y.trouble))}),t.on("data",y=>{y==="query"&&(n.value=t.status.query??""),(n.value.
trim()||y==="query")&&D()}),v(),n.value=t.firstQuery,g}var dt=2,pt=20;function je(t,{select:s}){let n=(c,g)=>e("button",{type:"button",onclick:g},c),o=e("b",{role:"status"}),a=e(
"p",{class:"mkw-note mkx-trouble",role:"alert"}),l=e("form",{class:"mkx-line",hidden:!0,onsubmit:c=>{c.preventDefault(),
f?.act()}}),r={tag:n("Tag",()=>C("tag")),merge:n("Merge",()=>C("merge")),remove:n("Delete",()=>C("remove")),export:n("Ex\
port",()=>C("export")),none:n("Clear",()=>{s({how:"none"}),t.tell("gone",null)})},i=e("p",{class:"mkw-note mkx-hint"},"C\
lick a row to open it, Shift+click to select as far as there, Ctrl+click for one more."),m=e("div",{class:"mkx-bulkslot"},
i),$=e("div",{class:"mkx-bulk",role:"group","aria-label":"Selected memories",hidden:!0},e("div",{class:"mkw-row"},o,...Object.
values(r)),l,a);m.append($);let k=0,w={tag:"",file:"memories.jsonl"},f=null,d=(c,g="mkx-main")=>e("button",{type:"submit",
class:g},c),x={tag:()=>{let c=e("input",{type:"text",class:"mkx-grow",placeholder:"e.g. category=food; old=null removes \
a key","aria-label":"Metadata to set",dir:"auto",oninput:()=>{w.tag=c.value}});return c.value=w.tag,{parts:[e("label",{class:"\
mkx-grow"},e("span",{class:"mkw-muted"},"set"),c),d("Set")],act:async()=>{await O("tag",{typed:c.value})&&(w.tag="")}}},
remove:()=>({parts:[e("span",{},`Delete ${W(k,"memory","memories")}? Undo brings ${k===1?"it":"them"} back.`),d("Delete",
"mkx-danger")],act:()=>O("delete",{})}),merge:()=>{let c=e("select",{"aria-label":"The memory to keep",class:"mkx-grow"});
return t.ask("chosen").then(g=>Z(c,g.map(({id:v,text:M})=>({value:v,text:M})),g[0]?.id),g=>{a.textContent=B(g)}),{parts:[
e("label",{class:"mkx-grow"},e("span",{class:"mkw-muted"},"keep"),c),e("span",{class:"mkw-muted"},`and delete the other ${k===
2?"one":L(k-1)}`),d("Merge","mkx-danger")],act:()=>O("merge",{keep:c.value})}},export:()=>{let c=e("input",{type:"text",
class:"mkx-grow","aria-label":"File to write",value:w.file,oninput:()=>{w.file=c.value}});return{parts:[e("label",{class:"\
mkx-grow"},e("span",{class:"mkw-muted"},"file"),c),d("Write")],act:()=>O("export",{path:c.value.trim()})}}};function C(c){
a.textContent="",f=x[c](),l.replaceChildren(...f.parts,e("button",{type:"button",onclick:()=>{S(),r[c].focus()}},"Cancel")),
l.hidden=!1,K(l,l.querySelector("input")?"input":"button")}function S(){f=null,l.hidden=!0,a.textContent=""}async function O(c,g){
let v=c==="merge"?g:{...g,selected:!0},M=await t.change(c,v,a);return M&&(S(),t.tell("gone",null)),M}function E(){o.textContent=
`${L(k)} selected`,$.hidden=k===0,i.hidden=k!==0,r.merge.hidden=k<dt||k>pt;for(let c of[r.tag,r.merge,r.remove])c.disabled=
t.past();k||S()}return t.on("selection",c=>{c!==k&&!l.querySelector("input")&&S(),k=c,E()}),t.on("status",c=>{k=c.selected,
E()}),{element:m,remove:()=>{k&&!t.past()&&C("remove")}}}var ft=[{name:"user_id",text:"User"},{name:"agent_id",text:"Agent"},{name:"app_id",text:"App"},{name:"run_id",text:"Run"},
{name:"type",text:"Type"},{name:"occurred_at",text:"Occurred"},{name:"created_at",text:"Created"},{name:"updated_at",text:"\
Updated"}],ht={name:"memory",text:"Memory"};function qe(t){let s=null,n=[],o=e("div",{class:"mkx-options",role:"group","\
aria-label":"Columns"}),a=e("button",{type:"button",class:"mkw-link",onclick:()=>{s=null,t()}},"As usual"),l=e("div",{class:"\
mkx-pop mkx-left",hidden:!0},o,a),r=e("button",{type:"button",class:"mkx-pickbutton","aria-expanded":"false",onclick:()=>m(
!!l.hidden)},"Columns"),i=e("span",{class:"mkx-pick",onkeydown:f=>{f.key==="Escape"&&(m(!1),r.focus())},onfocusout:f=>{f.
relatedTarget&&!re(i,f.relatedTarget)&&m(!1)}},r,l);function m(f){l.hidden=!f,r.setAttribute("aria-expanded",String(f)),
f&&K(o,"input")}function $(f,d){let x=f.metadata.map(({key:c})=>({name:`metadata.${c}`,text:c}));n=[...ft,...x];let C=c=>f.
scope[c]==null&&(f.scopes[c]??[]).length>1,S=x.find(({text:c})=>c==="category")??x[0],O=[...["user_id","agent_id"].filter(
C),...d?["occurred_at"]:[],...S?[S.name]:[],"updated_at"],E=s??O;return k(E),[ht,...E.flatMap(c=>n.find(g=>g.name===c)??
[])]}function k(f){a.hidden=s==null,X(o,()=>o.replaceChildren(...n.map(({name:d,text:x})=>e("label",{class:"mkx-check",dir:"\
auto"},e("input",{type:"checkbox",checked:f.includes(d),onchange:()=>w(d,f)}),x))))}function w(f,d){s=d.includes(f)?d.filter(
x=>x!==f):[...d,f],t()}return{element:i,list:$}}function Pe(t,s,n){let o=Math.floor(t/30),a=Math.ceil(Math.max(s-30,30)/30)+1;return[Math.max(0,o),Math.min(n,o+a)]}var Re=([
t,s],n)=>[Math.max(0,t-12),Math.min(n,s+12)];function Be([t,s],n,o){let[a,l]=[t,s];if(!o){for(;a<l&&n.has(a);)a++;for(;l>
a&&n.has(l-1);)l--;if(a>=l)return null}let r=Math.max(0,a-60);return{first:r,number:Math.max(l+60-r,120)}}function Ie(t,s,n){
let o=t*30;return o<s?o:o+60>s+n?o+60-n:s}function We(t,s,n,o){let a=Math.max(1,Math.floor(n/30)-2),l={ArrowDown:1,ArrowUp:-1,
PageDown:a,PageUp:-a,Home:-1/0,End:1/0};return t in l?Math.max(0,Math.min(s+l[t],o-1)):null}function He(t){let s={sort:"updated_at",descending:!0,find:""},n={total:0,rows:new Map,at:0,anchor:0,asking:!1,stale:!1,
dated:!1,layout:"",high:420},o=new Map,a=[],l=e("input",{type:"search",placeholder:"Filter the rows","aria-label":"Filte\
r the rows",autocomplete:"off",dir:"auto",oninput:V(150,()=>{s.find=l.value,A()})}),r=e("span",{class:"mkw-note",role:"s\
tatus"}),i=e("button",{type:"button",onclick:()=>q({how:"all"})},"Select all"),m=e("p",{class:"mkw-note mkx-trouble",role:"\
alert"}),$=e("div",{class:"mkx-tr mkx-th",role:"row","aria-rowindex":"1"}),k=e("div",{class:"mkx-space",role:"rowgroup"}),
w=e("p",{class:"mkw-note mkx-empty"}),f=e("div",{class:"mkx-grid",role:"grid",tabindex:"0","aria-label":"Memories","aria\
-multiselectable":"true",onscroll:()=>v(),onkeydown:te,onfocus:()=>ne()},e("div",{role:"rowgroup",class:"mkx-head2"},$),
k),d=qe(()=>{S(),v()}),x=je(t,{select:q}),C=e("section",{class:"mkx-table","aria-label":"All memories"},e("div",{class:"\
mkx-bar"},l,r,i,d.element),x.element,m,f,w);function S(){a=d.list(t.status,n.dated);let p=a.slice(1).map(({name:b})=>b.endsWith(
"_at")?"88px":"minmax(0,96px)");f.style.setProperty("--columns",["28px","minmax(0,1fr)",...p].join(" ")),n.layout=a.map(
({name:b})=>b).join(),f.setAttribute("aria-colcount",String(a.length+1)),O()}function O(){$.replaceChildren(e("span",{role:"\
columnheader",class:"mkx-td"},e("span",{class:"mkw-said"},"Selected")),...a.map(({name:p,text:b})=>{let T=s.sort===p;return e(
"span",{role:"columnheader",class:"mkx-td",dir:"auto","aria-sort":T?s.descending?"descending":"ascending":"none"},e("but\
ton",{type:"button",class:"mkx-sort","data-sort":p,onclick:()=>E(p)},b,e("span",{"aria-hidden":"true"},T?s.descending?" \
▼":" ▲":"")))}))}function E(p){s.descending=s.sort===p?!s.descending:p.endsWith("_at"),s.sort=p,O(),K($,`[data-sort=\
"${CSS.escape(p)}"]`),A()}let c=()=>Pe(f.scrollTop,n.high,n.total),g=0;function v(){g||=requestAnimationFrame(()=>{g=0,M(),
Q()})}function M(){let[p,b]=Re(c(),n.total);k.style.height=`${n.total*30}px`;for(let[j,I]of o)j>=p&&j<b&&I.look===D(j)||
(I.element.remove(),o.delete(j));let T=k.firstChild;for(let j=p;j<b;j++){let I=o.get(j)??{element:U(j),look:D(j)};o.set(
j,I),I.element===T?T=I.element.nextSibling:k.insertBefore(I.element,T)}ne()}function D(p){let b=n.rows.get(p);return b?`${b.
id} ${b.seq} ${b.selected} ${b.id===t.open} ${n.layout}`:""}function U(p){let b=n.rows.get(p),T=a.map(({name:I})=>F(b,I)),
j=e("div",{class:"mkx-tr",role:"row",id:`${f.id}-${p}`,"aria-rowindex":String(p+2),"aria-selected":String(!!b?.selected),
"data-id":b?.id,"data-open":b&&b.id===t.open?"true":null,onclick:I=>_(p,I)},e("span",{role:"gridcell",class:"mkx-td mkx-\
mark",onclick:I=>{I.stopPropagation(),P(p)}},e("span",{class:"mkx-tick","aria-hidden":"true"})),...T);return j.style.top=
`${p*30}px`,j}function F(p,b){if(!p)return e("span",{role:"gridcell",class:"mkx-td mkw-muted"},b==="memory"?"…":"");let T=ge(
p,b),j=b.endsWith("_at")?String(T??""):null,I=j==null?Y(T):le(j);return e("span",{role:"gridcell",class:`mkx-td${b==="me\
mory"?"":" mkw-muted"}`,dir:"auto",title:j==null?I:z(j)},I)}async function Q(){let p=Be(c(),n.rows,n.stale);if(n.asking||
!p)return;n.asking=!0;let b=n.stale;n.stale=!1;try{y(await t.ask("rows",{...p,...s}),b)}catch(T){m.textContent=B(T),n.asking=
!1;return}n.asking=!1,v()}function y(p,b){m.textContent=p.trouble??"",(b||p.total!==n.total||n.rows.size>4e3)&&n.rows.clear(),
p.rows.forEach((T,j)=>{T&&n.rows.set(p.first+j,T)}),n.total=p.total,n.at=Math.min(n.at,Math.max(0,n.total-1)),f.setAttribute(
"aria-rowcount",String(n.total+1)),C.dataset.loaded="true",r.textContent=h(),!n.dated&&p.rows.some(T=>T?.occurred_at)&&(n.
dated=!0,S()),C.classList.toggle("mkx-none",!n.total),w.textContent=n.total?"":t.emptiness(s.find),f.hidden=!n.total}function h(){
let p=a.find(({name:j})=>j===s.sort)?.text??s.sort,{shown:b}=t.status;return`${s.find&&n.total<b?`${L(n.total)} of ${W(b,
"memory","memories")}`:W(n.total,"memory","memories")}, by ${p.toLowerCase()}`}function u(){n.stale=!0,Q()}function A(){
f.scrollTop=0,n.at=n.anchor=0,u()}function _(p,b){if(f.focus({preventScroll:!0}),b.shiftKey)return N(p);if(n.at=n.anchor=
p,b.ctrlKey||b.metaKey)return P(p);R(p);let T=n.rows.get(p);return T&&q({how:"only",id:T.id})}function R(p){let b=n.rows.
get(p);b&&(t.from="table",t.tell("open",b.id))}function P(p){n.at=n.anchor=p;let b=n.rows.get(p);return b?(b.selected=!b.
selected,v(),q({how:"toggle",id:b.id})):null}function N(p){n.at=p;let[b,T]=[Math.min(p,n.anchor),Math.max(p,n.anchor)];return q(
{how:"range",first:b,last:T})}async function q(p){try{let{count:b}=await t.ask("select",{...p,...s});t.tell("selection",
b)}catch(b){m.textContent=B(b)}}function te(p){if(p.target!==f)return;let b=We(p.key,n.at,f.clientHeight,n.total);if(b!==
null)ae(b,p.shiftKey);else if(p.key==="Enter")R(n.at);else if(p.key===" ")P(n.at);else if(p.key==="a"&&(p.ctrlKey||p.metaKey))
q({how:"all"});else if(p.key==="Escape")q({how:"none"});else if(p.key==="Delete")x.remove();else return;p.preventDefault()}
function ae(p,b){n.at=p;let T=Ie(p,f.scrollTop,f.clientHeight);T!==f.scrollTop&&(f.scrollTop=T),b?N(n.at):n.anchor=n.at,
v()}function ne(){let p=`${f.id}-${n.at}`;for(let b of k.children)b.classList.toggle("mkx-at",b.id===p);f.setAttribute("\
aria-activedescendant",p)}function de(p){let b=[...n.rows].filter(([,T])=>T&&(p?p.includes(T.id):T.selected)).map(([T])=>T);
b.length&&(n.at=n.anchor=Math.min(...b)),(f.hidden?l:f).focus({preventScroll:!0})}f.id=`mkx-grid-${++xt}`,t.on("status",
S),t.on("data",u),t.on("selection",u),t.on("open",v),t.on("gone",de);let H=new ResizeObserver(p=>{n.high=p[p.length-1].contentRect.
height,v()});return H.observe(f),t.ends.push(()=>H.disconnect()),C}var xt=0;var bt=60,wt=16,Fe=["DELETE","UPDATE","ADD"],gt=t=>Fe.reduce((s,n)=>s+t[n],0);function Ke(t){let s=e("span",{class:"mkx-\
density","aria-hidden":"true"}),n=e("input",{type:"range",min:"0",step:"1","aria-label":"Time, by changes",oninput:()=>{
m=!0,k(),w()},onchange:()=>w()}),o=e("output",{class:"mkx-when"}),a=e("label",{class:"mkx-time",hidden:!0},e("span",{class:"\
mkw-muted"},"time"),e("span",{class:"mkx-track"},s,n),o),l=e("span",{}),r=e("div",{class:"mkx-banner mkx-then",role:"sta\
tus",hidden:!0},l,e("button",{type:"button",onclick:()=>{t.filter("set_at",{at:null}),n.focus()}},"Back to now")),i={head:0,
buckets:[]},m=!1;function $(x){return i.buckets.find(C=>x<=C.last)?.at??i.last_at}function k(){let x=Number(n.value);o.textContent=
x>=i.head?"now":z($(x)),n.setAttribute("aria-valuetext",x>=i.head?"now":`after change ${L(x)} of ${L(i.head)}, ${z($(x))}`)}
let w=V(120,async()=>{let x=Number(n.value);await t.filter("set_at",{at:x>=i.head?null:x}),m=!1});async function f(){try{
i=await t.ask("histogram",{buckets:bt},"histogram")}catch{return}let x=Math.max(1,...i.buckets.map(C=>gt(C)));s.replaceChildren(
...i.buckets.map(C=>{let S=e("span",{},...Fe.map(O=>{let E=e("span",{class:`mkx-${O.toLowerCase()}`});return E.style.height=
`${wt*C[O]/x}px`,E}));return S.style.flexGrow=String(C.last-C.first+1),S})),n.min=String(Math.min(1,i.head)),n.max=String(
i.head),a.hidden=i.head<2,d(t.status)}function d(x){m||(n.value=String(x.at??i.head)),k(),r.hidden=x.at==null,l.textContent=
x.at==null?"":`This is the memory as of ${z(x.at_time)} UTC, after change ${L(x.at)} of ${L(x.head)}. Read only.`}return t.
on("status",d),t.on("journal",f),{element:a,banner:r}}function yt({model:t,el:s}){let n=$e(t),o=pe("mkx","Memory explorer"),a=Ee(n),l=Ke(n),r=e("p",{class:"mkw-note mkx-troub\
le mkx-all",role:"alert"}),i=e("span",{}),m=e("button",{type:"button",class:"mkw-link"},"Undo"),$=e("button",{type:"butt\
on",class:"mkw-link",onclick:()=>{f.hidden=!0,n.tell("gone",[])}},"Dismiss"),k=e("span",{}),w=e("div",{class:"mkx-banner",
role:"status",hidden:!0},k,e("button",{type:"button",onclick:()=>{n.filter("set_events",{}),n.tell("gone",[])}},"Show al\
l")),f=e("div",{class:"mkx-done",role:"status",hidden:!0},i,m,$),d=e("p",{class:"mkw-note mkx-hint"},"What you add, chan\
ge or delete can be undone here."),x=e("div",{class:"mkx-slot"},d,r,l.banner,w,f);o.append(a.element,a.code,ve(n),x,Le(n,
l.element),e("div",{class:"mkx-panes"},He(n),Ce(n))),s.append(o);let C=ke(o,t.get("key"));return n.on("trouble",S=>{r.textContent=
S}),n.on("line",S=>{a.say(S),o.dataset.line=S,r.classList.toggle("mkx-trouble",S!=="busy"),r.textContent={gone:oe,busy:fe,
live:""}[S]}),n.on("others",S=>a.say("live",S.said||"changed")),n.on("status",S=>{o.classList.toggle("mkx-past",n.past()),
w.hidden=!S.events,k.textContent=S.events?`Only memories that changed in changes ${L(S.events[0]+1)} to ${L(S.events[1]??
S.head)}.`:"",o.dataset.head=String(S.head),o.dataset.ready="true",C()}),n.on("done",({said:S,seqs:O})=>{i.textContent=S,
f.hidden=!1,m.hidden=!O?.length,m.onclick=()=>n.change("undo",{seqs:O},r)}),n.watch(o),n.refresh(),()=>n.ends.forEach(S=>S())}
var vt={render:yt};return Qe($t);})();
export default memkit_explorer.default;
