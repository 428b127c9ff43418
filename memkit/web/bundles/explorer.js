// Made of memkit/web/js/explorer by "make web": change it there.
"use strict";var memkit_explorer=(()=>{var ue=Object.defineProperty;var Ve=Object.getOwnPropertyDescriptor;var ze=Object.getOwnPropertyNames;var Ye=Object.prototype.hasOwnProperty;var Je=(e,s)=>{for(var n in s)ue(e,n,{get:s[n],enumerable:!0})},Qe=(e,s,n,o)=>{if(s&&typeof s=="object"||typeof s=="func\
tion")for(let r of ze(s))!Ye.call(e,r)&&r!==n&&ue(e,r,{get:()=>s[r],enumerable:!(o=Ve(s,r))||o.enumerable});return e};var Xe=e=>Qe(ue({},"__esModule",{value:!0}),e);var Ct={};Je(Ct,{default:()=>St});function t(e,s={},...n){let o=document.createElement(e);for(let[r,i]of Object.entries(s))i===!1||i==null||(typeof i=="fu\
nction"?o.addEventListener(r.slice(2),i):o.setAttribute(r,i===!0?"":String(i)));return o.append(...n.filter(r=>r!=null)),
o}function pe(e,s){let n=t("section",{class:`memkit mkw ${e}`,"aria-label":s,"data-lm-suppress-shortcuts":"true"});for(let o of[
"keydown","keypress","keyup"])n.addEventListener(o,r=>r.stopPropagation());return n}function G(e,s){e.querySelector(s)?.
focus()}var re=(e,s)=>s instanceof Node&&e.contains(s);function Q(e,s){let n=()=>e.querySelectorAll("button, input, sele\
ct, textarea"),o=document.activeElement,r=[...n()].findIndex(i=>i===o);s(),r>=0&&!o?.isConnected&&n()[r]?.focus({preventScroll:!0})}
function Y(e,s){let n;return(...o)=>{clearTimeout(n),n=setTimeout(()=>s(...o),e)}}var Ze="An answer of the kernel was lost on the way. Try it again.",he="No answer from the kernel yet: it is at work, or\
 was shut down. If none comes, run the cell again.",et="An answer was lost on the way and is asked for again: this takes\
 a little longer …",ne="The kernel has lost this widget. Run the cell again.";function ke(e,{onstate:s,onnews:n,onslow:o=()=>{}}){
let r=`${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`,i=new Map,a=new Map,u=new Map,m=0,v="live",b=!1;
function k(l){l!==v&&(v=l,s(v))}let h=(l,d={},c=null)=>x({method:l,given:d,lane:c,tries:0}),f=(l,d={},c=null)=>x({method:l,
given:d,lane:c,tries:5});function x(l){return new Promise((d,c)=>{let $={...l,resolve:d,reject:c,sent:0};$.lane&&u.set($.
lane,$),S($)})}function S(l){let d=++m,{method:c,given:$,lane:O}=l;l.sent=performance.now(),i.set(d,l);try{if(b)throw new Error(
ne);e.send({view:r,number:d,lane:O,method:c,given:$})}catch{i.delete(d),a.delete(l),k("gone"),l.reject(new Error(ne))}}function y(l){
l.tries-=1,a.set(l,setTimeout(()=>{T(l)?M(l):S(l)},3e3)),o(et)}function M(l){a.delete(l)&&!a.size&&o("")}function C(l){if(l.
news){n(l.news);return}let d=l.view===r&&i.get(l.number);d&&(i.delete(l.number),k("live"),M(d),D(l.number),!T(d)&&(l.trouble?
d.reject(new Error(l.trouble)):d.resolve(l.answer)))}let T=l=>!!l.lane&&u.get(String(l.lane))!==l;function D(l){for(let[
d,c]of i)d>l||(i.delete(d),T(c)?M(c):c.tries?y(c):(M(c),c.reject(new Error(Ze))))}function A(){let l=Math.min(...[...i.values()].
map(d=>d.sent));v!=="gone"&&performance.now()-l>4e3&&k("busy")}function w(){b=!0,k("gone");for(let{reject:l}of new Set([
...i.values(),...a.keys()]))l(new Error(ne));i.clear(),E()}function E(){for(let l of a.values())clearTimeout(l);a.clear()}
let R=["comm_live_update","comm:close","destroy"];e.on("msg:custom",C);for(let l of R)e.on(l,w);let B=[E,()=>e.off("msg:\
custom",C),...R.map(l=>()=>e.off(l,w))];function z(l,d){let c=!1,$=0,O=new IntersectionObserver(L=>{c=L[L.length-1].isIntersecting});
O.observe(l);let I=setInterval(()=>{A();let L=performance.now();!c&&!i.size||document.hidden||b||$&&L-$<15e3||($=L,d().catch(
()=>{}).finally(()=>{$=0}))},1e3);B.push(()=>O.disconnect(),()=>clearInterval(I))}return{ask:h,read:f,poll:z,close:()=>B.
forEach(l=>l())}}function tt(e){let s=e.getRootNode();return s instanceof ShadowRoot?s.host:null}function xe(e,s){let n=o=>{for(let r=e;r&&
s;r=tt(r))r.setAttribute(`data-memkit-${o}`,s)};return n("widget"),requestAnimationFrame(()=>n("widget")),()=>{n("live"),
requestAnimationFrame(()=>n("live"))}}var V=(e,s=2)=>e==null?"–":e.toFixed(s).replace(/^(-?)0\./,"$1."),U=e=>e instanceof Error?e.message:String(e),P=e=>e.toLocaleString(
"en"),H=(e,s,n=`${s}s`)=>`${P(e)} ${e===1?s:n}`;var le=e=>e?e.slice(0,10):"",J=e=>e?e.slice(0,16).replace("T"," "):"";var nt={added:"ins",removed:"del",same:"span"},ot=new Set(["add","update","delete","none"]),be=e=>{let s=e.toLowerCase();
return ot.has(s)?s:"other"},ge=e=>e.map(([s,n])=>t(nt[s],{},n));function we(e,s){let n=e.match(/\r\n|\r|[^\r]/gs)??[],o=n.map(u=>u[0]==="\r"?`
`:u),r=s.match(/[^]/g)??[],i=0;for(;i<o.length&&i<r.length&&o[i]===r[i];)i++;let a=0;for(;a<o.length-i&&a<r.length-i&&o[o.
length-1-a]===r[r.length-1-a];)a++;return[...n.slice(0,i),...r.slice(i,r.length-a),...n.slice(n.length-a)].join("")}var ye=(e,s)=>s===
"memory"?e.text:s.startsWith("metadata.")?e.metadata[s.slice(9)]:e[s],X=e=>e==null?"":typeof e=="string"?e:JSON.stringify(
e),Z=e=>t("span",{class:"mk-text",dir:"auto"},e);var st={ADD:"+",UPDATE:"~",DELETE:"−",NONE:"="},de=e=>t("span",{class:`mk-badge mkx-badge mk-badge-${be(e)}`},t("span",
{class:"mkx-sign","aria-hidden":"true"},st[e]),e),me=e=>t("span",{class:"mk-text",dir:"auto"},...ge(e));function ve(e,s,n){
let o=t("li",{class:"mkx-proposal"}),r=!1;function i(b,k,h,f=null){return t("button",{type:"button","aria-pressed":k==null?
null:String(k),title:f,onclick:h},b)}function a(b){Object.assign(s,b),u(),n()}function u(){let b=s.action==="accept",k=e.
near.find(({id:x})=>x===s.updating),h=k?"UPDATE":s.text!=null&&e.event==="NONE"?"ADD":e.event,f=r?m():t("div",{class:"mk\
x-text"},!k&&s.text==null&&e.event==="UPDATE"&&e.parts.length?me(e.parts):Z(s.text??e.text));o.dataset.event=h,o.classList.
toggle("mkx-rejected",!b),o.replaceChildren(t("div",{class:"mkx-decision"},de(h),f,t("span",{class:"mkx-buttons"},i("Acc\
ept",b,()=>a({action:"accept"})),e.event==="DELETE"?null:i("Edit",null,()=>{r=!r,u(),o.querySelector("textarea")?.focus()}),
i("Reject",!b,()=>a({action:"reject"})))),v(k)??"")}function m(){let b=t("textarea",{rows:"2",dir:"auto","aria-label":"T\
ext of this change",class:"mkx-grow",oninput:()=>{s.text=b.value===e.text?null:b.value},onkeydown:k=>{k.key!=="Escape"&&
!(k.key==="Enter"&&(k.ctrlKey||k.metaKey))||(k.preventDefault(),k.stopPropagation(),k.key==="Escape"&&(s.text=null),r=!1,
a({action:"accept"}))}});return b.value=s.text??e.text,b}function v(b){return e.near.length?t("div",{class:"mkx-near"},t(
"span",{class:"mkw-muted"},"near"),t("ul",{},...e.near.map(k=>t("li",{class:"mkw-row"},t("span",{class:"mkx-number",title:"\
Similarity: cosine, up to 1"},V(k.similarity)),Z(k.text),e.event==="DELETE"?null:i(k===b?"Updates this":"Update this ins\
tead",k===b,()=>a({action:"accept",updating:k===b?null:k.id})))))):null}return u(),o}function $e(e){let s=new Map,n=!1,o=t("textarea",{rows:"1",placeholder:"Something to remember","aria-label":"Text to add",
dir:"auto",oninput:x,onkeydown:A=>{A.key!=="Enter"||!(A.ctrlKey||A.metaKey)||(A.preventDefault(),y())}}),r=t("input",{type:"\
text",placeholder:"none; e.g. category=food","aria-label":"Metadata to add",autocomplete:"off",dir:"auto"}),i=t("button",
{type:"submit"},"Preview"),a=t("button",{type:"button",title:"Ctrl+Enter",onclick:()=>y()},"Add"),u=t("p",{class:"mkw-no\
te mkx-trouble",role:"alert"}),m=t("p",{class:"mkw-note",role:"status"}),v=t("ul",{class:"mkx-proposals","aria-label":"W\
hat would be written"}),b=t("button",{type:"button",class:"mkx-main",onclick:()=>T()}),k=t("button",{type:"button",onclick:()=>D()},
"Discard"),h=t("div",{class:"mkw-row mkx-write",hidden:!0},b,k,m),f=t("section",{class:"mkx-add","aria-label":"Add"},t("\
form",{class:"mkx-line",onsubmit:A=>{A.preventDefault(),M()}},t("label",{class:"mkx-grow"},t("span",{class:"mkx-word"},"\
Add"),o),t("label",{class:"mkx-meta"},t("span",{class:"mkw-muted"},"metadata"),r),i,a),u,v,h);function x(){o.style.height=
"auto",o.style.height=`${Math.min(o.scrollHeight+2,160)}px`}function S(){return u.textContent="",o.value.trim()?{text:o.
value,...r.value.trim()?{typed:r.value}:{}}:(u.textContent="There is nothing to add yet. Write a sentence first.",o.focus(),
null)}async function y(){let A=S();A&&await e.change("add",A,u)&&D(!0)}async function M(){let A=S();if(!A)return;if([...s.
values()].some(E=>E.text!=null)&&!n){n=!0,u.textContent="You edited what is proposed below: another preview drops that. \
Press Preview once more to go on.";return}n=!1,m.textContent="Looking for similar memories …",h.hidden=!1,b.hidden=!0;
try{let E=await e.read("preview",A,"preview");e.show(E),s.clear(),v.replaceChildren(...E.proposals.map(R=>{let B={action:R.
event==="NONE"?"reject":"accept"};return s.set(R.index,B),ve(R,B,C)})),m.textContent=E.said,C()}catch(E){u.textContent=U(
E),h.hidden=!0}}function C(){let A=[...s.values()].filter(({action:w})=>w==="accept").length;b.hidden=!s.size,b.disabled=
!A,b.textContent=A===1?"Write 1 change":`Write ${A} changes`}async function T(){let A=[...s].map(([w,E])=>({index:w,...E}));
await e.change("apply",{choices:A},u)&&D(!0)}function D(A=!1){s.clear(),v.replaceChildren(),h.hidden=!0,u.textContent="",
A&&(o.value=""),x(),o.focus()}return e.on("status",()=>{for(let A of[o,r,i,a])A.disabled=e.past();o.placeholder=e.past()?
"Go back to now to add":e.whose()?`Something to remember for ${e.whose()}`:"Pick a user above, then write something to r\
emember"}),f}var at={url:"",total:0,shown:0,spaces:[],scope:{},scopes:{},metadata:[],where:"",trouble:"",at:null,head:0,selected:0},oe={
user_id:"user",agent_id:"agent",app_id:"app",run_id:"run"};function Se(e){let s={},n=ke(e,{onstate:a=>o.tell("line",a),onnews:a=>i(
a),onslow:a=>o.tell("slow",a)}),o={status:{...at},open:null,from:"table",lastCode:"",firstQuery:e.get("query"),ends:[n.close],
ask:n.ask,read:n.read,on:(a,u)=>{(s[a]??=[]).push(u)},tell:(a,u)=>{a==="open"&&(o.open=u);for(let m of s[a]??[])m(u)},past:()=>o.
status.at!=null,show:a=>{a?.code&&(o.lastCode=a.code,o.tell("code"))},filter:async(a,u)=>{try{o.show(await o.ask(a,u,a)),
o.tell("trouble","")}catch(m){a==="set_where"?r():o.tell("trouble",U(m))}},change:async(a,u,m)=>{m.textContent="";try{let v=await o.
ask(a,u);return o.show(v),o.seen=Math.max(o.seen??0,...v.seqs??[]),o.tell("done",v),!0}catch(v){return m.textContent=U(v),
!1}},watch:a=>n.poll(a,async()=>{let u=Math.max(o.status.head,o.seen??0),m=await o.ask("changes",{since:u},"changes");m.
changed&&(o.seen=m.reset?0:m.head,m.reset&&(o.status={...o.status,head:0}),o.tell("others",m),r())}),emptiness:a=>{let{status:u}=o;
if(a)return`No memory holds “${a}”. Clear the filter above to see all.`;if(u.where)return`No memory fits the filter ${u.
where}. Clear it to see all.`;let m=o.whose()?` for ${o.whose()}`:"";return o.past()?`There were no memories${m} then. G\
o back to now to see those of today.`:`No memories${m} yet. Add one above or run %remember.`},whose:()=>Object.entries(oe).
filter(([a])=>o.status.scope[a]!=null).map(([a,u])=>`${u} ${o.status.scope[a]}`).join(", "),refresh:a=>r(a)},r=Y(20,async(a="")=>{
let{head:u}=o.status;try{o.status=await o.read("status",{},"status")}catch(m){o.tell("trouble",U(m));return}o.tell("stat\
us",o.status),o.tell("data",a),o.status.head!==u&&o.tell("journal")});function i({what:a,count:u,trouble:m}){a==="failed"?
o.tell("trouble",m):a==="selection"?(o.status.selected=u,o.tell("selection",u)):r(a)}return o}function ie(e,s){let n=t("select",{"aria-label":e});return n.addEventListener("change",()=>s(n.value)),n}function ee(e,s,n){
e.replaceChildren(...s.map(o=>t("option",{value:o.value,dir:"auto",disabled:o.disabled,title:o.title},o.text))),e.value=
n}function te(e){let s=t("pre",{class:"mk-code",tabindex:"0","aria-label":"Python"}),n=t("span",{class:"mkw-note",role:"st\
atus"}),o=t("button",{type:"button",onclick:()=>navigator.clipboard.writeText(s.textContent).then(()=>{n.textContent="Co\
pied."},()=>{n.textContent="The browser does not allow it: mark the text and copy it."})},"Copy"),r=t("div",{class:"mkw-\
code",hidden:!0},s,t("div",{class:"mkw-row"},o,n)),i=t("button",{type:"button","aria-expanded":"false",onclick:()=>{r.hidden=
!r.hidden,i.setAttribute("aria-expanded",String(!r.hidden)),a()}},"Show as Python"),a=()=>{r.hidden||(s.textContent=e(),
n.textContent="")};return{button:i,box:r,refresh:a}}var rt={user_id:"user",agent_id:"agent",app_id:"app",run_id:"run",type:"type",role:"said by"};function Ce(e){let s=t("p",
{class:"mkw-note mkx-trouble",role:"alert"}),n=t("div",{class:"mkx-pane"}),o=te(()=>i?.code??""),r=t("section",{class:"m\
kx-detail","aria-label":"One memory",tabindex:"-1"},s,n,o.box),i=null,a=null,u=new Map,m=null,v=()=>i?.there&&!e.past()?
u.get(i.id):void 0;async function b(){if(!e.open){i=null,f();return}try{i=await e.read("detail",{id:e.open},"detail"),a=
null,o.refresh()}catch(d){i=null,a=U(d)}f()}async function k(d){d!==i?.id&&(m=null,s.textContent=""),await b(),h()}function h(){
let d=n.firstElementChild??r,c=r.previousElementSibling&&r.getBoundingClientRect().left>=r.previousElementSibling.getBoundingClientRect().
right;r.scrollTop=0,!(e.from==="table"&&c)&&(d.scrollIntoView({block:"nearest"}),(n.querySelector(".mkx-whole, .mkx-edit\
or")??d).scrollIntoView({block:"nearest"}))}function f(){r.dataset.id=i?.id??"";let d=v(),c=[...u].filter(([,L])=>L!==d&&
x(L));if(!i){let L=a??(e.open?"Loading …":"Click a memory to see its history and what is near it.");n.replaceChildren(
...S(c),t("p",{class:`mkw-note mkx-empty${a?" mkx-trouble":""}`,role:a?"alert":null},L),a&&e.past()?t("button",{type:"bu\
tton",onclick:()=>e.filter("set_at",{at:null})},"Back to now"):"");return}let $=i,O=[y($),...S(c)],I=[B($),...$.nearest.
map(l)];Q(n,()=>{if(!d){n.replaceChildren(...O,C($),T($),...I);return}let L=w($,d);if(L.parentNode!==n){n.replaceChildren(
...O,L,...I);return}for(let N of[...n.children])N!==L&&N.remove();L.before(...O),L.after(...I)})}let x=d=>d.text!==d.textBefore||
d.about!==d.aboutBefore,S=d=>d.map(([c,$])=>t("div",{class:"mkx-unsaved",role:"status"},t("span",{},"Not saved yet: ",t(
"span",{dir:"auto"},`“${$.text.slice(0,60)}${$.text.length>60?"…":""}”`)),t("button",{type:"button",class:"mkw-lin\
k",onclick:async()=>{e.past()&&await e.filter("set_at",{at:null}),e.from="near",e.tell("open",c)}},"Go on"),t("button",{
type:"button",class:"mkw-link",onclick:()=>{u.delete(c),f(),r.focus()}},"Discard")));function y(d){let c=d.there&&!e.past(),
$=m==="delete",O=v()?[]:[$?t("button",{type:"button",class:"mkx-first",onclick:()=>{m=null,f(),G(n,".mkx-remove")}},"Kee\
p"):t("button",{type:"button",class:"mkx-first",disabled:!c,onclick:()=>D(d)},"Edit"),t("button",{type:"button",class:`m\
kx-remove${$?" mkx-danger":""}`,disabled:!c,onclick:()=>{$?R(d):(m="delete",f(),G(n,".mkx-remove"))}},$?"Delete it?":"De\
lete"),o.button];return t("div",{class:"mkx-bar"},t("code",{class:"mk-id",title:d.id},`#${d.id.slice(-8)}`),M(d.id)?t("b\
utton",{type:"button",class:"mkw-link",onclick:()=>{let I=M(d.id);I?.scrollIntoView({block:"nearest"}),I?.focus({preventScroll:!0})}},
"Back to the hits"):null,d.there?null:t("span",{class:"mkw-note"},e.past()?"not there at that time":"deleted; undo bring\
s it back"),t("span",{class:"mkx-buttons"},...O))}let M=d=>e.from==="hit"?r.closest(".mkx")?.querySelector(`.mkx-hit[dat\
a-id="${CSS.escape(d)}"] .mkx-memory`):null,C=d=>t("p",{class:`mkx-whole${d.there?"":" mk-gone"}`,dir:"auto"},d.record.text);
function T(d){let{record:c}=d,$=Object.entries(rt).filter(([N])=>c[N]&&!(N==="type"&&c.type==="semantic")).map(([N,W])=>[
W,String(c[N])]),O=[["occurred",c.occurred_at],["created",c.created_at],["updated",c.updated_at===c.created_at?null:c.updated_at],
["expires",c.expires_at],["valid from",c.valid_from],["valid to",c.valid_to]].filter(([,N])=>N).map(([N,W])=>[N,J(W)]),I=[
["withheld",c.withheld??""],["pinned",c.pinned?"yes":""],["superseded by",c.superseded_by??""],["vouched for by",c.said_by??
""],["derived by",c.derived_by??""],...c.sources.map(N=>["source",N]),...Object.entries(c.data).map(([N,W])=>[`data.${N}`,
X(W)])].filter(([,N])=>N),L=[...$,...I,...Object.entries(c.metadata).map(([N,W])=>[N,Array.isArray(W)?W.map(X).join(", "):
X(W)]),...O];return t("div",{class:"mk-about mkx-facts"},...L.map(([N,W])=>t("span",{class:"mk-pair",dir:"auto"},t("b",{},
N)," ",W)))}function D(d){u.set(d.id,{seen:d.record.seq,text:d.text,textBefore:d.text,about:d.metadata_text,aboutBefore:d.
metadata_text}),f(),G(n,"textarea")}let A=new WeakMap;function w(d,c){let $=A.get(c)??E(d,c);return A.set(c,$),$.show(d),
$.form}function E(d,c){let $=t("textarea",{rows:"3","aria-label":"Text",dir:"auto",oninput:()=>{c.text=we(c.textBefore,$.
value),N()}}),O=t("textarea",{rows:"4","aria-label":"Metadata as JSON",class:"mkx-mono",spellcheck:"false",dir:"auto",oninput:()=>{
c.about=O.value,N()}});$.value=c.text,O.value=c.about;let I=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),L=t("butt\
on",{type:"button",title:"Escape",onclick:()=>se()},"Cancel");function N(){m=null,L.textContent="Cancel"}async function W(){
if(!x(c)){K();return}let F={id:d.id,seen:c.seen,...c.text===c.textBefore?{}:{text:c.text},...c.about===c.aboutBefore?{}:
{typed:c.about.trim()||"{}"}};await e.change("edit",F,I)&&(K(),b())}function K(){m=null,u.delete(d.id),f(),r.focus({preventScroll:!0})}
function se(){if(m==="discard"||!x(c)){K();return}m="discard",L.textContent="Discard what you wrote?",L.focus()}let ae=t(
"p",{class:"mkw-note mkx-moved",role:"status"});return{form:t("form",{class:"mkx-editor",onsubmit:F=>{F.preventDefault(),
W()},onkeydown:F=>{if(F.key==="Escape")se();else if(F.key==="Enter"&&(F.ctrlKey||F.metaKey))W();else return;F.preventDefault()}},
ae,t("label",{},t("span",{class:"mkw-muted"},"Text"),$),t("label",{},t("span",{class:"mkw-muted"},"Metadata"),O),I,t("di\
v",{class:"mkw-row"},t("button",{type:"submit",class:"mkx-main",title:"Ctrl+Enter"},"Save"),L)),show:F=>{ae.textContent=
F.record.seq===c.seen?"":"This memory was changed elsewhere since you began: see its history below. What you do not touc\
h stays as it is there."}}}async function R(d){m=null,await e.change("delete",{ids:[d.id]},s)&&e.tell("gone",[d.id])}function B(d){
return t("div",{class:"mkx-part"},t("h3",{},"History"),t("ol",{class:"mkx-history"},...d.history.map((c,$)=>t("li",{},t(
"div",{class:"mkw-row"},t("span",{class:"mkx-number mkw-muted"},`v${c.version}`),de(c.event),t("span",{class:"mkw-muted",
title:`${c.at}, change ${c.seq}`},`${J(c.at)}${c.actor?` by ${c.actor}`:""}`),...c.undoable&&!e.past()?z(c,$):[]),c.reason?
t("div",{class:"mkw-note",dir:"auto"},c.reason):null,c.text.length?c.event==="UPDATE"?me(c.text):Z(c.text.map(([,O])=>O).
join("")):null,...c.fields.map(O=>t("div",{class:"mkx-field"},t("span",{class:"mkw-muted"},`${O.name.replace("metadata.",
"")} `),O.old?t("del",{dir:"auto"},O.old):null,O.new?t("ins",{dir:"auto"},O.new):null))))))}function z(d,c){let $=d.event===
"ADD"||c>0,O=m===d.seq,I=O?d.event==="ADD"?"Delete it?":`Undo ${H(c+1,"change")}?`:"Undo";return[O?t("button",{type:"but\
ton",class:"mkw-link",onclick:()=>{m=null,f(),r.focus({preventScroll:!0})}},"Keep"):null,t("button",{type:"button",class:`\
mkx-undo${O?" mkx-danger":" mkw-link"}`,"data-seq":String(d.seq),title:`Back to the state before this change, as m.undo(${d.
seq})`,onclick:async()=>{if($&&!O){m=d.seq,f(),G(n,`[data-seq="${d.seq}"]`);return}m=null,await e.change("undo",{seqs:[d.
seq]},s)&&r.focus({preventScroll:!0})}},I)]}function l(d){return t("div",{class:"mkx-part"},t("h3",{dir:"auto"},`Nearest\
 in ${d.space}`),d.neighbours.length?t("ol",{class:"mkx-neighbours"},...d.neighbours.map(c=>t("li",{},t("span",{class:"m\
kx-number",title:"Cosine, up to 1"},V(c.cosine)),t("button",{type:"button",class:"mkx-memory",onclick:()=>{e.from="near",
e.tell("open",c.id)}},Z(c.text))))):t("p",{class:"mkw-note"},"No other memory is here to be near."))}return e.on("open",
k),e.on("data",b),f(),r}var lt=0;function Ee({word:e,every:s,onpick:n}){let o=`mkx-pick-${++lt}`,r=[],i=[],a=0,u=t("button",{type:"button",class:"\
mkx-pickbutton","aria-haspopup":"listbox","aria-expanded":"false",onclick:()=>b.hidden?h():f(!0)}),m=t("input",{type:"te\
xt",role:"combobox",autocomplete:"off",spellcheck:"false",dir:"auto",placeholder:`Search or type a ${e}`,"aria-label":`S\
earch or type a ${e}`,"aria-controls":o,"aria-expanded":"true",oninput:()=>{a=0,x()},onkeydown:S}),v=t("ul",{class:"mkx-\
options",role:"listbox",id:o,"aria-label":e}),b=t("div",{class:"mkx-pop",hidden:!0},m,v),k=t("span",{class:"mkx-pick",onfocusout:C=>{
re(k,C.relatedTarget)||f(!1)}},u,b);function h(){b.hidden=!1,u.setAttribute("aria-expanded","true"),m.value="",a=0,x();let C=k.
closest(".mkx")?.getBoundingClientRect().right??1/0;b.classList.toggle("mkx-left",k.getBoundingClientRect().left+b.offsetWidth>
C),m.focus()}function f(C){b.hidden=!0,u.setAttribute("aria-expanded","false"),C&&u.focus()}function x(){let C=m.value.trim(),
T=r.filter(D=>D.value.toLowerCase().includes(C.toLowerCase()));i=C?T:[{value:null},...T],C&&!r.some(D=>D.value===C)&&(i=
[...i,{value:C,typed:!0}]),a=Math.max(0,Math.min(a,i.length-1)),v.replaceChildren(...i.map((D,A)=>t("li",{role:"option",
id:`${o}-${A}`,"aria-selected":String(A===a),onmousedown:w=>w.preventDefault(),onclick:()=>y(D.value)},t("span",{class:"\
mkx-option",dir:"auto"},D.value==null?s:D.typed?`“${D.value}”`:D.value),D.count==null?null:t("span",{class:"mkw-mute\
d"},P(D.count))))),m.setAttribute("aria-activedescendant",`${o}-${a}`),v.children[a]?.scrollIntoView({block:"nearest"})}
function S(C){let T=C.key==="ArrowDown"?1:C.key==="ArrowUp"?-1:0;if(T)a=Math.max(0,Math.min(a+T,i.length-1));else if(C.key===
"Enter")i[a]&&y(i[a].value);else if(C.key==="Escape")f(!0);else return;C.preventDefault(),T&&x()}function y(C){f(!0),n(C)}
function M(C,T){r=C,u.replaceChildren(t("span",{class:"mkw-muted"},`${e[0].toUpperCase()}${e.slice(1)} `),t("span",{class:"\
mkx-picked",dir:"auto"},T??s)),u.setAttribute("aria-label",`${e}: ${T??s}`)}return M([],null),{element:k,show:M}}var it={user:"everyone",agent:"any",app:"any",run:"any"};function Ae(e){let s=t("b",{dir:"auto"}),n=t("span",{}),o=t("sp\
an",{class:"mkx-recall"}),r=t("span",{class:"mkx-live",role:"status"}),i=ie("Space",f=>e.filter("use_space",{space:f})),
a=Object.fromEntries(Object.entries(oe).map(([f,x])=>[f,Ee({word:x,every:it[x],onpick:S=>e.filter("set_scope",{...e.status.
scope,[f]:S})})])),u=te(()=>e.lastCode??"");e.on("code",u.refresh);function m(f){s.textContent=f.url.split("/").pop()||f.
url,s.title=f.url;let x=f.spaces.find(({key:S})=>S===f.space);n.textContent=[x?`${x.key} (${P(x.dim)} d)`:"no space yet",
f.shown===f.total?H(f.total,"memory","memories"):`${P(f.shown)} of ${H(f.total,"memory","memories")}`].join(" · "),o.textContent=
f.recall?.short??"",o.title=f.recall?.said??"",ee(i,f.spaces.map(S=>({value:S.key,text:`${S.key}${S.ready?"":" (filling)"}`,
disabled:!S.ready,title:`${P(S.dim)} dimensions, ${H(S.count,"vector")}${S.default?", the default":""}`})),x?.key??""),k.
hidden=f.spaces.length<2;for(let[S,y]of Object.entries(a)){let M=f.scopes[S]??[];y.show(M,f.scope[S]),y.element.hidden=S!==
"user_id"&&!M.length&&f.scope[S]==null}}let v;function b(f,x=null){clearTimeout(v),r.dataset.state=f,r.textContent=x??{live:"\
live",busy:"waiting for the kernel",gone:"not connected"}[f],x&&(v=setTimeout(()=>b(f),6e3))}let k=t("label",{class:"mkx\
-label"},"Space ",i),h=t("header",{class:"mkx-head"},t("div",{class:"mkx-what"},s,n,o),t("div",{class:"mkx-controls"},k,
...Object.values(a).map(f=>f.element),u.button,r));return e.on("status",m),b("live"),{element:h,code:u.box,say:b}}function Oe(e){let s="http://www.w3.org/2000/svg",n=document.createElementNS(s,"svg");for(let[r,i]of Object.entries({viewBox:"\
0 0 16 16",width:"16",height:"16","aria-hidden":"true"}))n.setAttribute(r,i);let o=document.createElementNS(s,"path");return o.
setAttribute("d","M2 7h2.5v6.5H2zM4.5 7.2 7.6 2.2c1.2 0 1.7.9 1.4 2L8.4 6.5h4.2c.9 0 1.5.8 1.3 1.6l-1.1 4.3c-.2.7-.7 1.1\
-1.4 1.1H4.5"),e==="down"&&o.setAttribute("transform","rotate(180 8 8)"),n.append(o),n}var ct={semantic:"semantic",bm25:"BM25",role:"role",context:"context",recency:"recency",rerank:"reranker"},Te=e=>ct[e]??
e,_e=e=>`mk-${["semantic","bm25","context","recency","rerank"].includes(e)?e:"other"}`,Me=e=>t("span",{class:`mk-key ${_e(
e)}`}),De=e=>t("div",{class:"mkx-legend","aria-hidden":"true"},...e.map(s=>t("span",{},Me(s),Te(s))));function Ne(e,s,n,o){
return t("li",{class:`mkx-hit${s.other_space?" mkx-two":""}${n.weak?" mkx-weak":""}`,"data-id":n.id},t("span",{class:"mk\
x-rank"},String(n.rank)),t("div",{class:"mkx-what2"},t("button",{type:"button",class:"mkx-memory",title:"Show all about \
it",onclick:()=>{e.from="hit",e.tell("open",n.id)}},Z(n.text)),t("span",{class:"mkx-about"},...ut(n,e.status.scope))),s.
other_space?mt(n,s.other_space):null,t("span",{class:"mkx-score"},t("b",{class:"mkx-number"},V(n.score)),dt(n)),ft(e,s.query,
n,o))}function ut(e,s){let n=[["",le(e.occurred_at??e.created_at)]];for(let[o,r]of Object.entries(oe))e[o]&&s[o]==null&&
n.push([r,String(e[o])]);for(let[o,r]of Object.entries(e.metadata).slice(0,2))n.push([o,X(r)]);for(let o of e.notes)n.push(
["",o]);return n.map(([o,r])=>t("span",{dir:"auto",title:o?`${o}: ${r}`:null},r))}function dt(e){let s=Object.entries(e.
reasons).filter(([,a])=>Math.abs(a)>=.005),n=e.relevance==null?"":`relevance ${V(e.relevance)}`,o=[n,s.map(([a,u])=>`${Te(
a)} ${V(u)}`).join(", ")].filter(Boolean).join("; "),r=e.score,i=s.filter(([,a])=>a>0).map(([a,u])=>{let m=Math.max(0,Math.
min(u,r));r-=m;let v=t("span",{class:_e(a)});return v.style.width=`${100*m/e.full_bar}%`,v});return t("span",{class:"mkx\
-bars",title:o},t("span",{class:"mk-bar",role:"img","aria-label":o},...i),t("span",{class:"mkx-values","aria-hidden":"tr\
ue"},n?t("span",{},n):null,...s.map(([a,u])=>t("span",{},Me(a),V(u)))))}function mt(e,s){let n=e.other?.rank??null,o=e.other?.
shift??0,r=n==null?"not near":`#${P(n)}`,i=o?o>0?` ▲ ${P(o)}`:` ▼ ${P(-o)}`:"",a=n==null?`Not near the top in ${s}`:
`Rank ${n} in ${s}${o?`, ${H(Math.abs(o),"place")} ${o>0?"higher":"lower"}`:", the same"}`;return t("span",{class:"mkx-t\
here",title:a,"aria-label":a,role:"img"},r,t("span",{class:o>0?"mkx-up":o<0?"mkx-down":""},i))}function ft(e,s,n,o){let i=[
[!0,"Relevant","up"],[!1,"Not relevant","down"]].map(([u,m,v])=>t("button",{type:"button",class:`mkx-thumb mkx-${v}thumb`,
"aria-label":m,title:`${m} to this question`,"aria-pressed":String(n.rated===u),disabled:e.past(),onclick:()=>a(n.rated===
u?null:u)},Oe(v)));async function a(u){try{e.show(await e.ask("rate",{query:s,id:n.id,relevant:u})),n.rated=u,i.forEach(
(m,v)=>m.setAttribute("aria-pressed",String(n.rated===(v===0))))}catch(m){o(U(m))}}return t("span",{class:"mkx-thumbs",role:"\
group","aria-label":"Rate this hit"},...i)}var Le=150;function je(e,s){let n=t("input",{type:"search",placeholder:"Ask in your own words, e.g. where does she live?",
"aria-label":"Search",autocomplete:"off",dir:"auto",oninput:Y(Le,()=>E()),onkeydown:l=>{l.key==="Enter"&&E()}}),o=t("inp\
ut",{type:"number",min:"1",max:"100",value:"10","aria-label":"k, how many hits",onchange:()=>E()}),r=t("input",{type:"ra\
nge",min:"0",max:"1",step:"0.01",value:"0","aria-label":"Least score",oninput:()=>{A(),y()}}),i=t("output",{class:"mkx-n\
umber"}),a=ie("Compare with",()=>E()),u=t("input",{type:"checkbox",onchange:()=>E()}),m=t("input",{type:"text",placeholder:"\
no filter; e.g. category = 'food' and priority >= 3","aria-label":"where, a filter",autocomplete:"off",dir:"auto",spellcheck:"\
false",oninput:Y(400,()=>w()),onkeydown:l=>{l.key==="Enter"&&w()}}),v=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),
b=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),k=t("p",{class:"mkw-note",role:"status"}),h=t("div",{class:"mkx-res\
ults"}),f=te(()=>M?.code??"# Nothing was searched yet."),x=t("label",{class:"mkx-label",hidden:!0},"compare with ",a),S=t(
"label",{class:"mkx-label",hidden:!0},u," rerank"),y=Y(Le,()=>E()),M=null,C,T=t("div",{class:"mkx-options2"},t("label",{
class:"mkx-label"},"k ",o),t("label",{class:"mkx-label"},"score at least ",r,i),x,S),D=t("section",{class:"mkx-search","\
aria-label":"Search"},t("form",{class:"mkx-line",onsubmit:l=>l.preventDefault()},t("label",{class:"mkx-grow"},t("span",{
class:"mkx-word"},"Search"),n),T),t("div",{class:"mkx-line"},t("label",{class:"mkx-grow"},t("span",{class:"mkx-word"},"w\
here"),m),s),v,b,t("div",{class:"mkw-row mkx-found"},k,f.button),h,f.box);f.button.hidden=!0;function A(){i.textContent=
r.value==="0"?"any":V(Number(r.value))}async function w(){if(m.value.trim()===(e.status.where??"")){v.textContent=e.status.
trouble??"";return}await e.filter("set_where",{where:m.value.trim()})}async function E(){if(b.textContent="",clearTimeout(
C),!n.value.trim()){M=null,h.replaceChildren(),k.textContent="",f.button.hidden=f.box.hidden=!0;return}C=setTimeout(()=>{
k.textContent="Searching …"},300);try{let l=await e.read("search",{query:n.value,k:Math.max(1,Math.min(100,Number(o.value)||
10)),threshold:r.value==="0"?null:Number(r.value),other:a.value||null,rerank:u.checked},"search");if(clearTimeout(C),!n.
value.trim())return;M=l,R(l)}catch(l){clearTimeout(C),k.textContent="",b.textContent=U(l)}}function R(l){e.show(l),f.button.
hidden=!1,f.refresh(),k.classList.toggle("mkx-nothing",l.weak),k.textContent=l.weak?`${l.said} ${B(l)}.`:l.said||B(l);let d=$=>Ne(
e,l,$,O=>{b.textContent=O}),c=($,O,I=!1)=>O.length?t("ol",{class:`mkx-hits${I?" mkx-pale":""}`,"aria-label":$},...O.map(
d)):null;Q(h,()=>h.replaceChildren(...[l.hits.length||l.below.length?De(l.signals):null,c("Hits",l.hits),z(l.below.length,
l.below[0]?.why==="threshold"?"below the threshold":`after the best ${l.k}`),c("Just missed",l.below,!0),z(l.other_only.
length,`only in ${l.other_space}`),c(`Only in ${l.other_space}`,l.other_only,!0)].filter($=>$!=null))),D.dataset.query=l.
query,r.max=String(Math.max(1,Number(r.value),Math.ceil(l.best*10)/10))}function B(l){let d=l.other_space?`, with their \
ranks in ${l.other_space}`:"";return`${H(l.hits.length,"hit")} among ${H(e.status.shown,"memory","memories")} in ${l.space}${d}`}
let z=(l,d)=>l?t("div",{class:"mkx-divider"},d):null;return e.on("status",l=>{let d=l.spaces.filter(c=>c.ready&&c.key!==
l.space);ee(a,[{value:"",text:"no space"},...d.map(({key:c})=>({value:c,text:c}))],d.some(({key:c})=>c===a.value)?a.value:
""),x.hidden=!d.length,S.hidden=!l.reranker,document.activeElement!==m&&!l.trouble&&(m.value=l.where),v.textContent=l.trouble,
m.setAttribute("aria-invalid",String(!!l.trouble))}),e.on("data",l=>{l==="query"&&(n.value=e.status.query??""),(n.value.
trim()||l==="query")&&E()}),A(),n.value=e.firstQuery,D}var pt=2,ht=20;function Pe(e,{select:s,coming:n}){let o=(w,E)=>t("button",{type:"button",onclick:E},w),r=t("b",{role:"st\
atus"}),i=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),a=t("form",{class:"mkx-line",hidden:!0,onsubmit:w=>{w.preventDefault(),
f?.act()}}),u={tag:o("Tag",()=>y("tag")),merge:o("Merge",()=>y("merge")),remove:o("Delete",()=>y("remove")),export:o("Ex\
port",()=>y("export")),none:o("Clear",()=>{s({how:"none"}),e.tell("gone",null)})},m=t("p",{class:"mkw-note mkx-hint"},"C\
lick a row to open it, Shift+click to select as far as there, Ctrl+click for one more."),v=t("div",{class:"mkx-bulkslot"},
m),b=t("div",{class:"mkx-bulk",role:"group","aria-label":"Selected memories",hidden:!0},t("div",{class:"mkw-row"},r,...Object.
values(u)),a,i);v.append(b);let k=0,h={tag:"",file:"memories.jsonl"},f=null,x=(w,E="mkx-main")=>t("button",{type:"submit",
class:E},w),S={tag:()=>{let w=t("input",{type:"text",class:"mkx-grow",placeholder:"e.g. category=food; old=null removes \
a key","aria-label":"Metadata to set",dir:"auto",oninput:()=>{h.tag=w.value}});return w.value=h.tag,{parts:[t("label",{class:"\
mkx-grow"},t("span",{class:"mkw-muted"},"set"),w),x("Set")],act:async()=>{await T("tag",{typed:w.value})&&(h.tag="")}}},
remove:()=>({parts:[t("span",{},k?`Delete ${H(k,"memory","memories")}? Undo brings ${k===1?"it":"them"} back.`:"Delete w\
hat is selected?"),x("Delete","mkx-danger")],act:()=>T("delete",{})}),merge:()=>{let w=t("select",{"aria-label":"The mem\
ory to keep",class:"mkx-grow"});return e.read("chosen").then(E=>ee(w,E.map(({id:R,text:B})=>({value:R,text:B})),E[0]?.id),
E=>{i.textContent=U(E)}),{parts:[t("label",{class:"mkx-grow"},t("span",{class:"mkw-muted"},"keep"),w),t("span",{class:"m\
kw-muted"},`and delete the other ${k===2?"one":P(k-1)}`),x("Merge","mkx-danger")],act:()=>T("merge",{keep:w.value})}},export:()=>{
let w=t("input",{type:"text",class:"mkx-grow","aria-label":"File to write",value:h.file,oninput:()=>{h.file=w.value}});return{
parts:[t("label",{class:"mkx-grow"},t("span",{class:"mkw-muted"},"file"),w),x("Write")],act:()=>T("export",{path:w.value.
trim()})}}};function y(w){i.textContent="",M(w),b.hidden=a.hidden=!1,G(a,a.querySelector("input")?"input":"button")}function M(w){
let{parts:E,act:R}=S[w]();f={what:w,act:R},a.replaceChildren(...E,t("button",{type:"button",onclick:()=>{C(),u[w].focus()}},
"Cancel"))}function C(){f=null,a.hidden=!0,i.textContent=""}async function T(w,E){let R=w==="merge"?E:{...E,selected:!0},
B=await e.change(w,R,i);return B&&(C(),e.tell("gone",null)),B}function D(){r.textContent=`${P(k)} selected`,b.hidden=k===
0,m.hidden=k!==0,u.merge.hidden=k<pt||k>ht;for(let w of[u.tag,u.merge,u.remove])w.disabled=e.past()}function A(w){let E=w!==
k;k=w;let R=f;if(D(),!R)return;let{hidden:B,disabled:z}=u[R.what];if(!B&&!z&&(k||n())){b.hidden=!1,E&&!a.querySelector("\
input")&&Q(a,()=>M(R.what));return}let d=a.contains(document.activeElement);C(),d&&e.tell("gone",[])}return e.on("select\
ion",A),e.on("status",w=>A(w.selected)),{element:v,remove:()=>{(k||n())&&!e.past()&&y("remove")}}}var kt=[{name:"user_id",text:"User"},{name:"agent_id",text:"Agent"},{name:"app_id",text:"App"},{name:"run_id",text:"Run"},
{name:"type",text:"Type"},{name:"occurred_at",text:"Occurred"},{name:"created_at",text:"Created"},{name:"updated_at",text:"\
Updated"}],xt={name:"memory",text:"Memory"};function Re(e){let s=null,n=[],o=t("div",{class:"mkx-options",role:"group","\
aria-label":"Columns"}),r=t("button",{type:"button",class:"mkw-link",onclick:()=>{s=null,e()}},"As usual"),i=t("div",{class:"\
mkx-pop mkx-left",hidden:!0},o,r),a=t("button",{type:"button",class:"mkx-pickbutton","aria-expanded":"false",onclick:()=>m(
!!i.hidden)},"Columns"),u=t("span",{class:"mkx-pick",onkeydown:h=>{h.key==="Escape"&&(m(!1),a.focus())},onfocusout:h=>{h.
relatedTarget&&!re(u,h.relatedTarget)&&m(!1)}},a,i);function m(h){i.hidden=!h,a.setAttribute("aria-expanded",String(h)),
h&&G(o,"input")}function v(h,f){let x=h.metadata.map(({key:T})=>({name:`metadata.${T}`,text:T}));n=[...kt,...x];let S=T=>h.
scope[T]==null&&(h.scopes[T]??[]).length>1,y=x.find(({text:T})=>T==="category")??x[0],M=[...["user_id","agent_id"].filter(
S),...f?["occurred_at"]:[],...y?[y.name]:[],"updated_at"],C=s??M;return b(C),[xt,...C.flatMap(T=>n.find(D=>D.name===T)??
[])]}function b(h){r.hidden=s==null,Q(o,()=>o.replaceChildren(...n.map(({name:f,text:x})=>t("label",{class:"mkx-check",dir:"\
auto"},t("input",{type:"checkbox",checked:h.includes(f),onchange:()=>k(f,h)}),x))))}function k(h,f){s=f.includes(h)?f.filter(
x=>x!==h):[...f,h],e()}return{element:u,list:v}}function Be(e,s,n){let o=Math.floor(e/30),r=Math.ceil(Math.max(s-30,30)/30)+1;return[Math.max(0,o),Math.min(n,o+r)]}var Ie=([
e,s],n)=>[Math.max(0,e-12),Math.min(n,s+12)];function qe([e,s],n,o){let[r,i]=[e,s];if(!o){for(;r<i&&n.has(r);)r++;for(;i>
r&&n.has(i-1);)i--;if(r>=i)return null}let a=Math.max(0,r-60);return{first:a,number:Math.max(i+60-a,120)}}function We(e,s,n){
let o=e*30;return o<s?o:o+60>s+n?o+60-n:s}function Ue(e,s,n,o){let r=Math.max(1,Math.floor(n/30)-2),i={ArrowDown:1,ArrowUp:-1,
PageDown:r,PageUp:-r,Home:-1/0,End:1/0};return e in i?Math.max(0,Math.min(s+i[e],o-1)):null}function Fe(e){let s={sort:"updated_at",descending:!0,find:""},n={total:0,rows:new Map,at:0,anchor:0,asking:!1,stale:!1,
dated:!1,layout:"",high:420},o=new Map,r=[],i=t("input",{type:"search",placeholder:"Filter the rows","aria-label":"Filte\
r the rows",autocomplete:"off",dir:"auto",oninput:Y(150,()=>{s.find=i.value,O()})}),a=t("span",{class:"mkw-note",role:"s\
tatus"}),u=t("button",{type:"button",onclick:()=>K({how:"all"})},"Select all"),m=t("p",{class:"mkw-note mkx-trouble",role:"\
alert"}),v=t("div",{class:"mkx-tr mkx-th",role:"row","aria-rowindex":"1"}),b=t("div",{class:"mkx-space",role:"rowgroup"}),
k=t("p",{class:"mkw-note mkx-empty"}),h=t("div",{class:"mkx-grid",role:"grid",tabindex:"0","aria-label":"Memories","aria\
-multiselectable":"true",onscroll:()=>w(),onkeydown:se,onfocus:()=>ce()},t("div",{role:"rowgroup",class:"mkx-head2"},v),
b),f=Re(()=>{M(),w()}),x=0,S=Pe(e,{select:K,coming:()=>x>0}),y=t("section",{class:"mkx-table","aria-label":"All memories"},
t("div",{class:"mkx-bar"},i,a,u,f.element),S.element,m,h,k);function M(){r=f.list(e.status,n.dated);let p=r.slice(1).map(
({name:g})=>g.endsWith("_at")?"88px":"minmax(0,96px)");h.style.setProperty("--columns",["28px","minmax(0,1fr)",...p].join(
" ")),n.layout=r.map(({name:g})=>g).join(),h.setAttribute("aria-colcount",String(r.length+1)),C()}function C(){v.replaceChildren(
t("span",{role:"columnheader",class:"mkx-td"},t("span",{class:"mkw-said"},"Selected")),...r.map(({name:p,text:g})=>{let _=s.
sort===p;return t("span",{role:"columnheader",class:"mkx-td",dir:"auto","aria-sort":_?s.descending?"descending":"ascendi\
ng":"none"},t("button",{type:"button",class:"mkx-sort","data-sort":p,onclick:()=>T(p)},g,t("span",{"aria-hidden":"true"},
_?s.descending?" ▼":" ▲":"")))}))}function T(p){s.descending=s.sort===p?!s.descending:p.endsWith("_at"),s.sort=p,C(),
G(v,`[data-sort="${CSS.escape(p)}"]`),O()}let D=()=>Be(h.scrollTop,n.high,n.total),A=0;function w(){A||=requestAnimationFrame(
()=>{A=0,E(),l()})}function E(){let[p,g]=Ie(D(),n.total);b.style.height=`${n.total*30}px`;for(let[j,q]of o)j>=p&&j<g&&q.
look===R(j)||(q.element.remove(),o.delete(j));let _=b.firstChild;for(let j=p;j<g;j++){let q=o.get(j)??{element:B(j),look:R(
j)};o.set(j,q),q.element===_?_=q.element.nextSibling:b.insertBefore(q.element,_)}ce()}function R(p){let g=n.rows.get(p);
return g?`${g.id} ${g.seq} ${g.selected} ${g.id===e.open} ${n.layout}`:""}function B(p){let g=n.rows.get(p),_=r.map(({name:q})=>z(
g,q)),j=t("div",{class:"mkx-tr",role:"row",id:`${h.id}-${p}`,"aria-rowindex":String(p+2),"aria-selected":String(!!g?.selected),
"data-id":g?.id,"data-open":g&&g.id===e.open?"true":null,onclick:q=>I(p,q)},t("span",{role:"gridcell",class:"mkx-td mkx-\
mark",onclick:q=>{q.stopPropagation(),N(p)}},t("span",{class:"mkx-tick","aria-hidden":"true"})),..._);return j.style.top=
`${p*30}px`,j}function z(p,g){if(!p)return t("span",{role:"gridcell",class:"mkx-td mkw-muted"},g==="memory"?"…":"");let _=ye(
p,g),j=g.endsWith("_at")?String(_??""):null,q=j==null?X(_):le(j);return t("span",{role:"gridcell",class:`mkx-td${g==="me\
mory"?"":" mkw-muted"}`,dir:"auto",title:j==null?q:J(j)},q)}async function l(){let p=qe(D(),n.rows,n.stale);if(n.asking||
!p)return;n.asking=!0;let g=n.stale;n.stale=!1;try{d(await e.read("rows",{...p,...s}),g)}catch(_){m.textContent=U(_),n.asking=
!1;return}n.asking=!1,w()}function d(p,g){m.textContent=p.trouble??"",(g||p.total!==n.total||n.rows.size>4e3)&&n.rows.clear(),
p.rows.forEach((_,j)=>{_&&n.rows.set(p.first+j,_)}),n.total=p.total,n.at=Math.min(n.at,Math.max(0,n.total-1)),h.setAttribute(
"aria-rowcount",String(n.total+1)),y.dataset.loaded="true",a.textContent=c(),!n.dated&&p.rows.some(_=>_?.occurred_at)&&(n.
dated=!0,M()),y.classList.toggle("mkx-none",!n.total),k.textContent=n.total?"":e.emptiness(s.find),h.hidden=!n.total}function c(){
let p=r.find(({name:j})=>j===s.sort)?.text??s.sort,{shown:g}=e.status;return`${s.find&&n.total<g?`${P(n.total)} of ${H(g,
"memory","memories")}`:H(n.total,"memory","memories")}, by ${p.toLowerCase()}`}function $(){n.stale=!0,l()}function O(){
h.scrollTop=0,n.at=n.anchor=0,$()}function I(p,g){if(h.focus({preventScroll:!0}),g.shiftKey)return W(p);if(n.at=n.anchor=
p,g.ctrlKey||g.metaKey)return N(p);L(p);let _=n.rows.get(p);return _&&K({how:"only",id:_.id})}function L(p){let g=n.rows.
get(p);g&&(e.from="table",e.tell("open",g.id))}function N(p){n.at=n.anchor=p;let g=n.rows.get(p);return g?(g.selected=!g.
selected,w(),K({how:"toggle",id:g.id})):null}function W(p){n.at=p;let[g,_]=[Math.min(p,n.anchor),Math.max(p,n.anchor)];for(let[
j,q]of n.rows)q&&(q.selected=j>=g&&j<=_);return w(),K({how:"range",first:g,last:_})}async function K(p){x++;let g=await e.
ask("select",{...p,...s}).catch(_=>(m.textContent=U(_),null));x--,e.tell("selection",g?g.count:e.status.selected)}function se(p){
if(p.target!==h)return;let g=Ue(p.key,n.at,h.clientHeight,n.total);if(g!==null)ae(g,p.shiftKey);else if(p.key==="Enter")
L(n.at);else if(p.key===" ")N(n.at);else if(p.key==="a"&&(p.ctrlKey||p.metaKey))K({how:"all"});else if(p.key==="Escape")
K({how:"none"});else if(p.key==="Delete")S.remove();else return;p.preventDefault()}function ae(p,g){n.at=p;let _=We(p,h.
scrollTop,h.clientHeight);_!==h.scrollTop&&(h.scrollTop=_),g?W(n.at):n.anchor=n.at,w()}function ce(){let p=`${h.id}-${n.
at}`;for(let g of b.children)g.classList.toggle("mkx-at",g.id===p);h.setAttribute("aria-activedescendant",p)}function F(p){
let g=[...n.rows].filter(([,_])=>_&&(p?p.includes(_.id):_.selected)).map(([_])=>_);g.length&&(n.at=n.anchor=Math.min(...g)),
(h.hidden?i:h).focus({preventScroll:!0})}h.id=`mkx-grid-${++gt}`,e.on("status",M),e.on("data",$),e.on("selection",$),e.on(
"open",w),e.on("gone",F);let fe=new ResizeObserver(p=>{n.high=p[p.length-1].contentRect.height,w()});return fe.observe(h),
e.ends.push(()=>fe.disconnect()),y}var gt=0;var wt=60,yt=16,Ke=["DELETE","UPDATE","ADD"],vt=e=>Ke.reduce((s,n)=>s+e[n],0);function Ge(e){let s=t("span",{class:"mkx-\
density","aria-hidden":"true"}),n=t("input",{type:"range",min:"0",step:"1","aria-label":"Time, by changes",oninput:()=>{
m=!0,b(),k()},onchange:()=>k()}),o=t("output",{class:"mkx-when"}),r=t("label",{class:"mkx-time",hidden:!0},t("span",{class:"\
mkw-muted"},"time"),t("span",{class:"mkx-track"},s,n),o),i=t("span",{}),a=t("div",{class:"mkx-banner mkx-then",role:"sta\
tus",hidden:!0},i,t("button",{type:"button",onclick:()=>{e.filter("set_at",{at:null}),n.focus()}},"Back to now")),u={head:0,
buckets:[]},m=!1;function v(x){return u.buckets.find(S=>x<=S.last)?.at??u.last_at}function b(){let x=Number(n.value);o.textContent=
x>=u.head?"now":J(v(x)),n.setAttribute("aria-valuetext",x>=u.head?"now":`after change ${P(x)} of ${P(u.head)}, ${J(v(x))}`)}
let k=Y(120,async()=>{let x=Number(n.value);await e.filter("set_at",{at:x>=u.head?null:x}),m=!1});async function h(){try{
u=await e.read("histogram",{buckets:wt},"histogram")}catch{return}let x=Math.max(1,...u.buckets.map(S=>vt(S)));s.replaceChildren(
...u.buckets.map(S=>{let y=t("span",{},...Ke.map(M=>{let C=t("span",{class:`mkx-${M.toLowerCase()}`});return C.style.height=
`${yt*S[M]/x}px`,C}));return y.style.flexGrow=String(S.last-S.first+1),y})),n.min=String(Math.min(1,u.head)),n.max=String(
u.head),r.hidden=u.head<2,f(e.status)}function f(x){m||(n.value=String(x.at??u.head)),b(),a.hidden=x.at==null,i.textContent=
x.at==null?"":`This is the memory as of ${J(x.at_time)} UTC, after change ${P(x.at)} of ${P(x.head)}. Read only.`}return e.
on("status",f),e.on("journal",h),{element:r,banner:a}}function $t({model:e,el:s}){let n=Se(e),o=pe("mkx","Memory explorer"),r=Ae(n),i=Ge(n),a=t("p",{class:"mkw-note mkx-troub\
le mkx-all",role:"alert"}),u=t("span",{}),m=t("button",{type:"button",class:"mkw-link"},"Undo"),v=t("button",{type:"butt\
on",class:"mkw-link",onclick:()=>{h.hidden=!0,n.tell("gone",[])}},"Dismiss"),b=t("span",{}),k=t("div",{class:"mkx-banner",
role:"status",hidden:!0},b,t("button",{type:"button",onclick:()=>{n.filter("set_events",{}),n.tell("gone",[])}},"Show al\
l")),h=t("div",{class:"mkx-done",role:"status",hidden:!0},u,m,v),f=t("p",{class:"mkw-note mkx-hint"},"What you add, chan\
ge or delete can be undone here."),x=t("div",{class:"mkx-slot"},f,a,i.banner,k,h);o.append(r.element,r.code,$e(n),x,je(n,
i.element),t("div",{class:"mkx-panes"},Fe(n),Ce(n))),s.append(o);let S=xe(o,e.get("key"));return n.on("trouble",y=>{a.textContent=
y}),n.on("line",y=>{r.say(y),o.dataset.line=y,a.classList.toggle("mkx-trouble",y!=="busy"),a.textContent={gone:ne,busy:he,
live:""}[y]}),n.on("slow",y=>{a.classList.toggle("mkx-trouble",!y),a.textContent=y}),n.on("others",y=>r.say("live",y.said||
"changed")),n.on("status",y=>{o.classList.toggle("mkx-past",n.past()),k.hidden=!y.events,b.textContent=y.events?`Only me\
mories that changed in changes ${P(y.events[0]+1)} to ${P(y.events[1]??y.head)}.`:"",o.dataset.head=String(y.head),o.dataset.
ready="true",S()}),n.on("done",({said:y,seqs:M})=>{u.textContent=y,h.hidden=!1,m.hidden=!M?.length,m.onclick=()=>n.change(
"undo",{seqs:M},a)}),n.watch(o),n.refresh(),()=>n.ends.forEach(y=>y())}var St={render:$t};return Xe(Ct);})();
export default memkit_explorer.default;
