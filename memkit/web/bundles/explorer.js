// Made of memkit/web/js/explorer by "make web": change it there.
"use strict";var memkit_explorer=(()=>{var fe=Object.defineProperty;var st=Object.getOwnPropertyDescriptor;var at=Object.getOwnPropertyNames;var rt=Object.prototype.hasOwnProperty;var lt=(e,o)=>{for(var n in o)fe(e,n,{get:o[n],enumerable:!0})},it=(e,o,n,s)=>{if(o&&typeof o=="object"||typeof o=="func\
tion")for(let a of at(o))!rt.call(e,a)&&a!==n&&fe(e,a,{get:()=>o[a],enumerable:!(s=st(o,a))||s.enumerable});return e};var ct=e=>it(fe({},"__esModule",{value:!0}),e);var Gt={};lt(Gt,{default:()=>Kt});function t(e,o={},...n){let s=document.createElement(e);for(let[a,l]of Object.entries(o))l===!1||l==null||(typeof l=="fu\
nction"?s.addEventListener(a.slice(2),l):s.setAttribute(a,l===!0?"":String(l)));return s.append(...n.filter(a=>a!=null)),
s}function be(e,o){let n=t("section",{class:`memkit mkw ${e}`,"aria-label":o,"data-lm-suppress-shortcuts":"true"});for(let s of[
"keydown","keypress","keyup"])n.addEventListener(s,a=>a.stopPropagation());return n}function V(e,o){e.querySelector(o)?.
focus()}var ce=(e,o)=>o instanceof Node&&e.contains(o);function ee(e,o){let n=()=>e.querySelectorAll("button, input, sel\
ect, textarea"),s=document.activeElement,a=[...n()].findIndex(r=>r===s);if(o(),a<0)return;let l=s instanceof HTMLElement&&
s.isConnected?s:n()[a];l&&l!==document.activeElement&&l.focus({preventScroll:!0})}function X(e,o){let n;return(...s)=>{clearTimeout(
n),n=setTimeout(()=>o(...s),e)}}var ut="An answer of the kernel was lost on the way. Try it again.",we="No answer from the kernel yet: it is at work, or\
 was shut down. If none comes, run the cell again.",dt="An answer was lost on the way and is asked for again: this takes\
 a little longer …",re="The kernel has lost this widget. Run the cell again.";function ge(e,{onstate:o,onnews:n,onslow:s=()=>{}}){
let a=`${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`,l=new Map,r=new Map,i=new Map,u=0,$="live",w=!1;
function h(c){c!==$&&($=c,o($))}let p=(c,_={},D=null)=>b({method:c,given:_,lane:D,tries:0}),k=(c,_={},D=null)=>b({method:c,
given:_,lane:D,tries:5});function b(c){return new Promise((_,D)=>{let f={...c,resolve:_,reject:D,sent:0};f.lane&&i.set(f.
lane,f),y(f)})}function y(c){let _=++u,{method:D,given:f,lane:d}=c;c.sent=performance.now(),l.set(_,c);try{if(w)throw new Error(
re);e.send({view:a,number:_,lane:d,method:D,given:f})}catch{l.delete(_),r.delete(c),h("gone"),c.reject(new Error(re))}}function E(c){
c.tries-=1,r.set(c,setTimeout(()=>{C(c)?S(c):y(c)},3e3)),s(dt)}function S(c){r.delete(c)&&!r.size&&s("")}function x(c){if(c.
news){n(c.news);return}let _=c.view===a&&l.get(c.number);_&&(l.delete(c.number),h("live"),S(_),N(c.number),!C(_)&&(c.trouble?
_.reject(new Error(c.trouble)):_.resolve(c.answer)))}let C=c=>!!c.lane&&i.get(String(c.lane))!==c;function N(c){for(let[
_,D]of l)_>c||(l.delete(_),C(D)?S(D):D.tries?E(D):(S(D),D.reject(new Error(ut))))}function T(){let c=Math.min(...[...l.values()].
map(_=>_.sent));$!=="gone"&&performance.now()-c>4e3&&h("busy")}function v(){w=!0,h("gone");for(let{reject:c}of new Set([
...l.values(),...r.keys()]))c(new Error(re));l.clear(),A()}function A(){for(let c of r.values())clearTimeout(c);r.clear()}
let P=["comm_live_update","comm:close","destroy"];e.on("msg:custom",x);for(let c of P)e.on(c,v);let W=[A,()=>e.off("msg:\
custom",x),...P.map(c=>()=>e.off(c,v))];function Q(c,_){let D=!1,f=0,d=new IntersectionObserver(j=>{D=j[j.length-1].isIntersecting});
d.observe(c);let O=setInterval(()=>{T();let j=performance.now();!D&&!l.size||document.hidden||w||f&&j-f<15e3||(f=j,_().catch(
()=>{}).finally(()=>{f=0}))},1e3);W.push(()=>d.disconnect(),()=>clearInterval(O))}return{ask:p,read:k,poll:Q,close:()=>W.
forEach(c=>c())}}function mt(e){let o=e.getRootNode();return o instanceof ShadowRoot?o.host:null}function ye(e,o){let n=s=>{for(let a=e;a&&
o;a=mt(a))a.setAttribute(`data-memkit-${s}`,o)};return n("widget"),requestAnimationFrame(()=>n("widget")),()=>{n("live"),
requestAnimationFrame(()=>n("live"))}}var Y=(e,o=2)=>e==null?"–":e.toFixed(o).replace(/^(-?)0\./,"$1."),G=e=>e instanceof Error?e.message:String(e),L=e=>e.toLocaleString(
"en"),q=(e,o,n=`${o}s`)=>`${L(e)} ${e===1?o:n}`;var ue=e=>e?e.slice(0,10):"",z=e=>e?e.slice(0,16).replace("T"," "):"";var ft={added:"ins",removed:"del",same:"span"},pt=new Set(["add","update","delete","none"]),de=e=>{let o=e.toLowerCase();
return pt.has(o)?o:"other"},ve=e=>e.map(([o,n])=>t(ft[o],{},n));function $e(e,o){let n=e.match(/\r\n|\r|[^\r]/gs)??[],s=n.map(i=>i[0]==="\r"?`
`:i),a=o.match(/[^]/g)??[],l=0;for(;l<s.length&&l<a.length&&s[l]===a[l];)l++;let r=0;for(;r<s.length-l&&r<a.length-l&&s[s.
length-1-r]===a[a.length-1-r];)r++;return[...n.slice(0,l),...a.slice(l,a.length-r),...n.slice(n.length-r)].join("")}var Se=(e,o)=>o===
"memory"?e.text:o.startsWith("metadata.")?e.metadata[o.slice(9)]:e[o],J=e=>e==null?"":typeof e=="string"?e:JSON.stringify(
e),Z=e=>t("span",{class:"mk-text",dir:"auto"},e);var ht={ADD:"+",UPDATE:"~",DELETE:"−",NONE:"="},pe=e=>t("span",{class:`mk-badge mkx-badge mk-badge-${de(e)}`},t("span",
{class:"mkx-sign","aria-hidden":"true"},ht[e]),e),he=e=>t("span",{class:"mk-text",dir:"auto"},...ve(e));function Ce(e,o,n){
let s=t("li",{class:"mkx-proposal"}),a=!1;function l(w,h,p,k=null){return t("button",{type:"button","aria-pressed":h==null?
null:String(h),title:k,onclick:p},w)}function r(w){Object.assign(o,w),i(),n()}function i(){let w=o.action==="accept",h=e.
near.find(({id:b})=>b===o.updating),p=h?"UPDATE":o.text!=null&&e.event==="NONE"?"ADD":e.event,k=a?u():t("div",{class:"mk\
x-text"},!h&&o.text==null&&e.event==="UPDATE"&&e.parts.length?he(e.parts):Z(o.text??e.text));s.dataset.event=p,s.classList.
toggle("mkx-rejected",!w),s.replaceChildren(t("div",{class:"mkx-decision"},pe(p),k,t("span",{class:"mkx-buttons"},l("Acc\
ept",w,()=>r({action:"accept"})),e.event==="DELETE"?null:l("Edit",null,()=>{a=!a,i(),s.querySelector("textarea")?.focus()}),
l("Reject",!w,()=>r({action:"reject"})))),$(h)??"")}function u(){let w=t("textarea",{rows:"2",dir:"auto","aria-label":"T\
ext of this change",class:"mkx-grow",oninput:()=>{o.text=w.value===e.text?null:w.value},onkeydown:h=>{h.key!=="Escape"&&
!(h.key==="Enter"&&(h.ctrlKey||h.metaKey))||(h.preventDefault(),h.stopPropagation(),h.key==="Escape"&&(o.text=null),a=!1,
r({action:"accept"}))}});return w.value=o.text??e.text,w}function $(w){return e.near.length?t("div",{class:"mkx-near"},t(
"span",{class:"mkw-muted"},"near"),t("ul",{},...e.near.map(h=>t("li",{class:"mkw-row"},t("span",{class:"mkx-number",title:"\
Similarity: cosine, up to 1"},Y(h.similarity)),Z(h.text),e.event==="DELETE"?null:l(h===w?"Updates this":"Update this ins\
tead",h===w,()=>r({action:"accept",updating:h===w?null:h.id})))))):null}return i(),s}function Ee(e){let o=new Map,n=!1,s=t("textarea",{rows:"1",placeholder:"Something to remember","aria-label":"Text to add",
dir:"auto",oninput:b,onkeydown:T=>{T.key!=="Enter"||!(T.ctrlKey||T.metaKey)||(T.preventDefault(),E())}}),a=t("input",{type:"\
text",placeholder:"none; e.g. category=food","aria-label":"Metadata to add",autocomplete:"off",dir:"auto"}),l=t("button",
{type:"submit"},"Preview"),r=t("button",{type:"button",title:"Ctrl+Enter",onclick:()=>E()},"Add"),i=t("p",{class:"mkw-no\
te mkx-trouble",role:"alert"}),u=t("p",{class:"mkw-note",role:"status"}),$=t("ul",{class:"mkx-proposals","aria-label":"W\
hat would be written"}),w=t("button",{type:"button",class:"mkx-main",onclick:()=>C()}),h=t("button",{type:"button",onclick:()=>N()},
"Discard"),p=t("div",{class:"mkw-row mkx-write",hidden:!0},w,h,u),k=t("section",{class:"mkx-add","aria-label":"Add"},t("\
form",{class:"mkx-line",onsubmit:T=>{T.preventDefault(),S()}},t("label",{class:"mkx-grow"},t("span",{class:"mkx-word"},"\
Add"),s),t("label",{class:"mkx-meta"},t("span",{class:"mkw-muted"},"metadata"),a),l,r),i,$,p);function b(){s.style.height=
"auto",s.style.height=`${Math.min(s.scrollHeight+2,160)}px`}function y(){return i.textContent="",s.value.trim()?{text:s.
value,...a.value.trim()?{typed:a.value}:{}}:(i.textContent="There is nothing to add yet. Write a sentence first.",s.focus(),
null)}async function E(){let T=y();T&&await e.change("add",T,i)&&N(!0)}async function S(){let T=y();if(!T)return;if([...o.
values()].some(A=>A.text!=null)&&!n){n=!0,i.textContent="You edited what is proposed below: another preview drops that. \
Press Preview once more to go on.";return}n=!1,u.textContent="Looking for similar memories …",p.hidden=!1,w.hidden=!0;
try{let A=await e.read("preview",T,"preview");e.show(A),o.clear(),$.replaceChildren(...A.proposals.map(P=>{let W={action:P.
event==="NONE"?"reject":"accept"};return o.set(P.index,W),Ce(P,W,x)})),u.textContent=A.said,x()}catch(A){i.textContent=G(
A),p.hidden=!0}}function x(){let T=[...o.values()].filter(({action:v})=>v==="accept").length;w.hidden=!o.size,w.disabled=
!T,w.textContent=T===1?"Write 1 change":`Write ${T} changes`}async function C(){let T=[...o].map(([v,A])=>({index:v,...A}));
await e.change("apply",{choices:T},i)&&N(!0)}function N(T=!1){o.clear(),$.replaceChildren(),p.hidden=!0,i.textContent="",
T&&(s.value=""),b(),s.focus()}return e.on("status",()=>{for(let T of[s,a,l,r])T.disabled=e.past();s.placeholder=e.past()?
"Go back to now to add":e.whose()?`Something to remember for ${e.whose()}`:"Pick a user above, then write something to r\
emember"}),k}var kt={url:"",total:0,shown:0,spaces:[],scope:{},scopes:{},metadata:[],where:"",kind:"all",standing:null,facts:!1,unused:[],
waiting:0,trouble:"",at:null,head:0,selected:0},le={user_id:"user",agent_id:"agent",app_id:"app",run_id:"run"};function Ae(e){
let o={},n=ge(e,{onstate:r=>s.tell("line",r),onnews:r=>l(r),onslow:r=>s.tell("slow",r)}),s={status:{...kt},open:null,from:"\
table",lastCode:"",firstQuery:e.get("query"),ends:[n.close],ask:n.ask,read:n.read,on:(r,i)=>{(o[r]??=[]).push(i)},tell:(r,i)=>{
r==="open"&&(s.open=i);for(let u of o[r]??[])u(i)},past:()=>s.status.at!=null,show:r=>{r?.code&&(s.lastCode=r.code,s.tell(
"code"))},filter:async(r,i)=>{try{s.show(await s.ask(r,i,r)),s.tell("trouble","")}catch(u){r==="set_where"?a():s.tell("t\
rouble",G(u))}},change:async(r,i,u)=>{u.textContent="",s.tell("changing",!0);try{let $=await s.ask(r,i);return s.show($),
s.seen=Math.max(s.seen??0,...$.seqs??[]),s.tell("done",$),!0}catch($){return u.textContent=G($),!1}finally{s.tell("chang\
ing",!1)}},watch:r=>n.poll(r,async()=>{let i=Math.max(s.status.head,s.seen??0),u=await s.ask("changes",{since:i},"change\
s");u.changed&&(s.seen=u.reset?0:u.head,u.reset&&(s.status={...s.status,head:0}),s.tell("others",u),a())}),emptiness:r=>{
let{status:i}=s;if(r)return`No memory holds “${r}”. Clear the filter above to see all.`;if(i.kind!=="all")return`No ${i.
standing?`fact here is ${i.standing==="served"?"in use":i.standing}`:i.kind==="facts"?"facts here":"messages here"}. Sho\
w “messages and facts” to see all.`;if(i.where)return`No memory fits the filter ${i.where}. Clear it to see all.`;let u=s.
whose()?` for ${s.whose()}`:"";return s.past()?`There were no memories${u} then. Go back to now to see those of today.`:
`No memories${u} yet. Add one above or run %remember.`},whose:()=>Object.entries(le).filter(([r])=>s.status.scope[r]!=null).
map(([r,i])=>`${i} ${s.status.scope[r]}`).join(", "),refresh:r=>a(r)},a=X(20,async(r="")=>{let{head:i}=s.status;try{s.status=
await s.read("status",{},"status")}catch(u){s.tell("trouble",G(u));return}s.tell("status",s.status),s.tell("data",r),s.status.
head!==i&&s.tell("journal")});function l({what:r,count:i,trouble:u}){r==="failed"?s.tell("trouble",u):r==="selection"?(s.
status.selected=i,s.tell("selection",i)):a(r)}return s}function oe(e,o){let n=t("select",{"aria-label":e});return n.addEventListener("change",()=>o(n.value)),n}function te(e,o,n){
e.replaceChildren(...o.map(s=>t("option",{value:s.value,dir:"auto",disabled:s.disabled,title:s.title},s.text))),e.value=
n}function se(e){let o=t("pre",{class:"mk-code",tabindex:"0","aria-label":"Python"}),n=t("span",{class:"mkw-note",role:"st\
atus"}),s=t("button",{type:"button",onclick:()=>navigator.clipboard.writeText(o.textContent).then(()=>{n.textContent="Co\
pied."},()=>{n.textContent="The browser does not allow it: mark the text and copy it."})},"Copy"),a=t("div",{class:"mkw-\
code",hidden:!0},o,t("div",{class:"mkw-row"},s,n)),l=t("button",{type:"button","aria-expanded":"false",onclick:()=>{a.hidden=
!a.hidden,l.setAttribute("aria-expanded",String(!a.hidden)),r()}},"Show as Python"),r=()=>{a.hidden||(o.textContent=e(),
n.textContent="")};return{button:l,box:a,refresh:r}}var xt=[["served","in use"],["proposed","proposed, to decide"],["unsupported","unsupported"],["stale","stale: the messag\
e changed"],["rejected","rejected"],["superseded","superseded by others"]],bt={served:"A fact that searches find",proposed:"\
A fact that waits for your decision",unsupported:"A fact that its message does not say",stale:"A fact whose message has \
changed",rejected:"A fact that was refused",superseded:"A fact whose place another one took"};function ne(e,{standing:o,
derived_by:n}){return o?o==="served"&&n&&e.status.unused.includes(n)?Oe("unused","not in use",`A fact of ${n}, whose fac\
ts are not in use: searches do not find it`):Oe(o,o==="served"?"fact":o,bt[o]):null}var Oe=(e,o,n)=>t("span",{class:"mkx\
-fact","data-standing":e,title:n},o);function Te(e){let o=oe("Show",a=>{let[l,r]=a.split(" ");e.filter("set_kind",{kind:l,
standing:r??null})}),n=t("label",{class:"mkx-label",hidden:!0},"Show ",o),s=t("button",{type:"button",class:"mkx-waiting",
hidden:!0,title:"Show the facts that wait for your decision",onclick:()=>e.filter("set_kind",{kind:"facts",standing:"pro\
posed"})});return te(o,[{value:"all",text:"messages and facts"},{value:"messages",text:"messages"},{value:"facts",text:"\
facts"},...xt.map(([a,l])=>({value:`facts ${a}`,text:`facts: ${l}`}))],"all"),e.on("status",a=>{n.hidden=!a.facts&&a.kind===
"all",o.value=[a.kind,a.standing].filter(Boolean).join(" ");let l=a.kind==="facts"&&a.standing==="proposed";s===document.
activeElement&&(l||!a.waiting)&&o.focus({preventScroll:!0}),s.hidden=!a.waiting||l,s.textContent=`${q(a.waiting,"fact")}\
 to decide`}),[n,s]}var wt={new:"is new",adds:"adds to",changes:"took the place of",corrects:"corrected",same:"says the same as"},gt={new:"w\
ould be new",adds:"would add to",changes:"would take the place of",corrects:"would correct",same:"says the same as"},xe=(e,{
id:o,text:n})=>t("button",{type:"button",class:"mkx-memory",title:"Show all about it",onclick:()=>{e.from="near",e.tell(
"open",o)}},Z(n)),ke=(e,...o)=>t("div",{class:"mkx-part"},t("h3",{},e),...o),yt=new Set(["start","end","precision","choi\
ce","old","adds","problems","speaker"]),_e=e=>Object.entries(e).filter(([o])=>!yt.has(o)).map(([o,n])=>[o,Array.isArray(
n)?n.map(J).join(", "):J(n)]);function Me(e,{fact:o,record:n},s){if(!o)return[];let a=t("div",{class:"mkx-standing"},ne(
e,n),t("span",{},`${vt(e,o,n.derived_by)}.`),...s),l=o.problems.map(r=>t("p",{class:"mkw-note mkx-problem",dir:"auto"},r));
return[a,...l,...$t(e,o),St(e,o.evidence)]}function vt(e,o,n){return o.standing==="served"&&n&&e.status.unused.includes(
n)?`“${n}” is not in use, so searches do not find it`:o.meaning}function $t(e,o){let n=(a,l)=>t("div",{class:"mkx-di\
d"},t("span",{class:"mkw-muted"},a),xe(e,l)),s=o.standing==="proposed"?gt:wt;return[...o.old?[n(s[o.choice]??o.choice,o.
old)]:[],...o.superseded.map(a=>n(s[o.choice]??"took the place of",a)),...o.superseded_by?[n("superseded by",o.superseded_by)]:
[]]}function St(e,o){return o.length?ke("Evidence",t("ul",{class:"mkx-evidence"},...o.map(n=>t("li",{"data-stands":String(
n.stands)},t("p",{class:"mkx-quoted",dir:"auto"},n.before,n.quote?t("mark",{},n.quote):null,n.after),t("div",{class:"mkx\
-about"},n.who?t("span",{dir:"auto"},`said by ${n.who}`):null,n.at?t("span",{},z(n.at)):null,t("span",{class:n.stands===
!1?"mkx-problem":null},n.said),n.id?t("button",{type:"button",class:"mkw-link",onclick:()=>{e.from="near",e.tell("open",
n.id)}},"Open the message"):t("span",{dir:"auto"},n.source)))))):ke("Evidence",t("p",{class:"mkw-note"},"It names no mes\
sage."))}function De(e,o,n){if(!o)return[];let s=t("details",{class:"mkx-part mkx-why",open:n.why,ontoggle:()=>{n.why=s.
open}},t("summary",{},"Why is this here?"),...Ct(o.origin),...Et(e,o.origin.decision));return[s]}function Ct(e){let o=[e.
provider,e.model].filter((s,a,l)=>s&&l.indexOf(s)===a).join(": "),n=[["drawn by",`${e.derivation}${e.in_use?"":" (not in\
 use)"}`],["model",o],["prompts",e.prompts],["profile",e.profile],["drawn",`${z(e.drawn_at)}, change ${L(e.seq)}`],...e.
wishes.map(s=>["asked for",s])];return[t("div",{class:"mk-about"},...n.filter(([,s])=>s).map(([s,a])=>t("span",{class:"m\
k-pair",dir:"auto"},t("b",{},s)," ",a)))]}function Et(e,o){if(!o)return[t("p",{class:"mkw-note"},"No decision of a model\
 is recorded: no old fact was near enough to be compared with it, or the record is gone.")];let n=[o.model,o.prompt].filter(
Boolean).join(", ");return[t("p",{class:"mkx-decided",dir:"auto"},t("span",{class:"mkw-muted"},`decided (${n}) `),t("b",
{},o.choice),o.why?`: ${o.why}`:""),t("p",{class:"mkw-muted"},`Compared with ${q(o.candidates.length,"old fact")}:`),t("\
ol",{class:"mkx-candidates"},...o.candidates.map(s=>t("li",{"data-chosen":String(s.id===o.old)},t("span",{class:"mkx-sig\
n","aria-hidden":"true"},s.id===o.old?"→":""),xe(e,s),s.id===o.old?t("span",{class:"mkw-said"},"the one that was chose\
n"):null)))]}function je(e,o,n){if(!o.length)return[];let s=n-o.length;return[ke(`${q(n,"fact")} drawn from this`,t("ul",
{class:"mkx-drawn"},...o.map(a=>t("li",{},ne(e,a),xe(e,a)))),s>0?t("p",{class:"mkw-note"},`And ${L(s)} more.`):null)]}function Ne(e,o,{
note:n,editing:s,draw:a,pane:l}){let{fact:r,id:i}=o;if(!r||!o.there||e.past()||r.standing==="rejected")return[];let u=async(S,x)=>{
await e.change(S,{ids:[i],...x},n)&&(s.delete(i),a(),e.status.standing==="proposed"?e.tell("gone",[i]):V(l,".mkx-review \
button, .mkx-first"))},$=t("button",{type:"button",title:"No search finds it any more, and it does not come back from th\
e same words",onclick:()=>u("reject",{})},"Reject");if(r.standing!=="proposed")return[t("div",{class:"mkw-row mkx-review"},
$)];let w=s.get(i);if(w)return[w];let h=t("button",{type:"button",title:"Escape",onclick:()=>k()},"Cancel"),p="Discard w\
hat you wrote?",k=()=>{if(y.value!==o.text&&h.textContent!==p){h.textContent=p,h.focus();return}s.delete(i),a(),V(l,".mk\
x-review button")},b=()=>u("accept",{text:y.value}),y=t("textarea",{rows:"2",dir:"auto","aria-label":"Text of this fact",
oninput:()=>{h.textContent="Cancel"},onkeydown:S=>{if(S.key==="Escape")k();else if(S.key==="Enter"&&(S.ctrlKey||S.metaKey))
b();else return;S.preventDefault()}});y.value=o.text;let E=t("form",{class:"mkx-review mkx-editor",onsubmit:S=>{S.preventDefault(),
b()}},y,t("div",{class:"mkw-row"},t("button",{type:"submit",class:"mkx-main",title:"Ctrl+Enter"},"Accept this text"),h));
return[t("div",{class:"mkw-row mkx-review"},t("button",{type:"button",class:"mkx-main",onclick:()=>u("accept",{})},"Acce\
pt"),t("button",{type:"button",onclick:()=>{s.set(i,E),a(),V(E,"textarea")}},"Edit, then accept"),$)]}var Le=(e,o)=>e?t(
"span",{class:`mkx-happened mkx-of-${de(o)}`},e):null;var At={user_id:"user",agent_id:"agent",app_id:"app",run_id:"run",type:"type",role:"said by"};function Re(e){let o=t("p",
{class:"mkw-note mkx-trouble",role:"alert"}),n=t("div",{class:"mkx-pane"}),s=se(()=>l?.code??""),a=t("section",{class:"m\
kx-detail","aria-label":"One memory",tabindex:"-1"},o,n,s.box),l=null,r=null,i=new Map,u=null,$=new Map,w={why:!1},h=()=>l?.
there&&!e.past()?i.get(l.id):void 0;async function p(){if(!e.open){l=null,y();return}try{l=await e.read("detail",{id:e.open},
"detail"),r=null,s.refresh()}catch(f){l=null,r=G(f)}y()}async function k(f){f!==l?.id&&(u=null,o.textContent=""),await p(),
b()}function b(){let f=n.firstElementChild??a,d=a.previousElementSibling&&a.getBoundingClientRect().left>=a.previousElementSibling.
getBoundingClientRect().right;a.scrollTop=0,!(e.from==="table"&&d)&&(f.scrollIntoView({block:"nearest"}),(n.querySelector(
".mkx-whole, .mkx-editor")??f).scrollIntoView({block:"nearest"}))}function y(){a.dataset.id=l?.id??"";let f=h(),d=[...i].
filter(([,B])=>B!==f&&E(B));if(!l){let B=r??(e.open?"Loading …":"Click a memory to see its history and what is near it\
.");n.replaceChildren(...S(d),t("p",{class:`mkw-note mkx-empty${r?" mkx-trouble":""}`,role:r?"alert":null},B),r&&e.past()?
t("button",{type:"button",onclick:()=>e.filter("set_at",{at:null})},"Back to now"):"");return}let O=l,j=[x(O),...S(d)],U=[
...je(e,O.drawn,O.drawn_total),...De(e,O.fact,w),c(O),...O.nearest.map(D)];ee(n,()=>{if(!f){let F=Ne(e,O,{note:o,editing:$,
draw:y,pane:n});n.replaceChildren(...j,N(O),...Me(e,O,F),T(O),...U);return}let B=P(O,f);if(B.parentNode!==n){n.replaceChildren(
...j,B,...U);return}for(let F of[...n.children])F!==B&&F.remove();B.before(...j),B.after(...U)})}let E=f=>f.text!==f.textBefore||
f.about!==f.aboutBefore,S=f=>f.map(([d,O])=>t("div",{class:"mkx-unsaved",role:"status"},t("span",{},"Not saved yet: ",t(
"span",{dir:"auto"},`“${O.text.slice(0,60)}${O.text.length>60?"…":""}”`)),t("button",{type:"button",class:"mkw-lin\
k",onclick:async()=>{e.past()&&await e.filter("set_at",{at:null}),e.from="near",e.tell("open",d)}},"Go on"),t("button",{
type:"button",class:"mkw-link",onclick:()=>{i.delete(d),y(),a.focus()}},"Discard")));function x(f){let d=f.there&&!e.past(),
O=u==="delete",j=h()?[]:[O?t("button",{type:"button",class:"mkx-first",onclick:()=>{u=null,y(),V(n,".mkx-remove")}},"Kee\
p"):t("button",{type:"button",class:"mkx-first",disabled:!d,onclick:()=>v(f)},"Edit"),t("button",{type:"button",class:`m\
kx-remove${O?" mkw-danger":""}`,disabled:!d,onclick:()=>{O?Q(f):(u="delete",y(),V(n,".mkx-remove"))}},O?"Delete it?":"De\
lete"),s.button];return t("div",{class:"mkx-bar"},t("code",{class:"mk-id",title:f.id},`#${f.id.slice(-8)}`),C(f.id)?t("b\
utton",{type:"button",class:"mkw-link",onclick:()=>{let U=C(f.id);U?.scrollIntoView({block:"nearest"}),U?.focus({preventScroll:!0})}},
"Back to the hits"):null,f.there?null:t("span",{class:"mkw-note"},e.past()?"not there at that time":"deleted; undo bring\
s it back"),t("span",{class:"mkx-buttons"},...j))}let C=f=>e.from==="hit"?a.closest(".mkx")?.querySelector(`.mkx-hit[dat\
a-id="${CSS.escape(f)}"] .mkx-memory`):null,N=f=>t("p",{class:`mkx-whole${f.there?"":" mk-gone"}`,dir:"auto"},f.record.text);
function T(f){let{record:d}=f,O=Object.entries(At).filter(([I])=>d[I]&&!(I==="type"&&d.type==="semantic")).map(([I,K])=>[
K,String(d[I])]),j=[["occurred",d.occurred_at],["created",d.created_at],["updated",d.updated_at===d.created_at?null:d.updated_at],
["expires",d.expires_at],["valid from",d.valid_from],["valid to",d.valid_to]].filter(([,I])=>I).map(([I,K])=>[I,z(K)]),U=f.
fact?[["said by",d.said_by??""],..._e(d.data)]:[["withheld",d.withheld??""],["superseded by",d.superseded_by??""],["vouc\
hed for by",d.said_by??""],["derived by",d.derived_by??""],...d.sources.map(I=>["source",I]),...Object.entries(d.data).map(
([I,K])=>[`data.${I}`,J(K)])],B=[["pinned",d.pinned?"yes":""],...U].filter(([,I])=>I),F=[...O,...B,...Object.entries(d.metadata).
map(([I,K])=>[I,Array.isArray(K)?K.map(J).join(", "):J(K)]),...j];return t("div",{class:"mk-about mkx-facts"},...F.map(([
I,K])=>t("span",{class:"mk-pair",dir:"auto"},t("b",{},I)," ",K)))}function v(f){i.set(f.id,{seen:f.record.seq,text:f.text,
textBefore:f.text,about:f.metadata_text,aboutBefore:f.metadata_text}),y(),V(n,"textarea")}let A=new WeakMap;function P(f,d){
let O=A.get(d)??W(f,d);return A.set(d,O),O.show(f),O.form}function W(f,d){let O=t("textarea",{rows:"3","aria-label":"Tex\
t",dir:"auto",oninput:()=>{d.text=$e(d.textBefore,O.value),F()}}),j=t("textarea",{rows:"4","aria-label":"Metadata as JSO\
N",class:"mkx-mono",spellcheck:"false",dir:"auto",oninput:()=>{d.about=j.value,F()}});O.value=d.text,j.value=d.about;let U=t(
"p",{class:"mkw-note mkx-trouble",role:"alert"}),B=t("button",{type:"button",title:"Escape",onclick:()=>ae()},"Cancel");
function F(){u=null,B.textContent="Cancel"}async function I(){if(!E(d)){K();return}let m={id:f.id,seen:d.seen,...d.text===
d.textBefore?{}:{text:d.text},...d.about===d.aboutBefore?{}:{typed:d.about.trim()||"{}"}};await e.change("edit",m,U)&&(K(),
p())}function K(){u=null,i.delete(f.id),y(),a.focus({preventScroll:!0})}function ae(){if(u==="discard"||!E(d)){K();return}
u="discard",B.textContent="Discard what you wrote?",B.focus()}let ie=t("p",{class:"mkw-note mkx-moved",role:"status"});return{
form:t("form",{class:"mkx-editor",onsubmit:m=>{m.preventDefault(),I()},onkeydown:m=>{if(m.key==="Escape")ae();else if(m.
key==="Enter"&&(m.ctrlKey||m.metaKey))I();else return;m.preventDefault()}},ie,t("label",{},t("span",{class:"mkw-muted"},
"Text"),O),t("label",{},t("span",{class:"mkw-muted"},"Metadata"),j),U,t("div",{class:"mkw-row"},t("button",{type:"submit",
class:"mkx-main",title:"Ctrl+Enter"},"Save"),B)),show:m=>{ie.textContent=m.record.seq===d.seen?"":"This memory was chang\
ed elsewhere since you began: see its history below. What you do not touch stays as it is there."}}}async function Q(f){
u=null,await e.change("delete",{ids:[f.id]},o)&&e.tell("gone",[f.id])}function c(f){return t("div",{class:"mkx-part"},t(
"h3",{},"History"),t("ol",{class:"mkx-history"},...f.history.map((d,O)=>t("li",{},t("div",{class:"mkw-row"},t("span",{class:"\
mkx-number mkw-muted"},`v${d.version}`),pe(d.event),Le(d.happened,d.event),t("span",{class:"mkw-muted",title:`${d.at}, c\
hange ${d.seq}`},`${z(d.at)}${d.actor?` by ${d.actor}`:""}`),...d.undoable&&!e.past()?_(d,O):[]),d.reason?t("div",{class:"\
mkw-note",dir:"auto"},d.reason):null,d.text.length?d.event==="UPDATE"?he(d.text):Z(d.text.map(([,j])=>j).join("")):null,
...d.fields.map(j=>t("div",{class:"mkx-field"},t("span",{class:"mkw-muted"},`${j.name.replace("metadata.","")} `),j.old?
t("del",{dir:"auto"},j.old):null,j.new?t("ins",{dir:"auto"},j.new):null))))))}function _(f,d){let O=f.event==="ADD"||d>0,
j=u===f.seq,U=j?f.event==="ADD"?"Delete it?":`Undo ${q(d+1,"change")}?`:"Undo";return[j?t("button",{type:"button",class:"\
mkw-link",onclick:()=>{u=null,y(),a.focus({preventScroll:!0})}},"Keep"):null,t("button",{type:"button",class:`mkx-undo${j?
" mkw-danger":" mkw-link"}`,"data-seq":String(f.seq),title:`Back to the state before this change, as m.undo(${f.seq})`,onclick:async()=>{
if(O&&!j){u=f.seq,y(),V(n,`[data-seq="${f.seq}"]`);return}u=null,await e.change("undo",{seqs:[f.seq]},o)&&a.focus({preventScroll:!0})}},
U)]}function D(f){return t("div",{class:"mkx-part"},t("h3",{dir:"auto"},`Nearest in ${f.space}`),f.neighbours.length?t("\
ol",{class:"mkx-neighbours"},...f.neighbours.map(d=>t("li",{},t("span",{class:"mkx-number",title:"Cosine, up to 1"},Y(d.
cosine)),t("button",{type:"button",class:"mkx-memory",onclick:()=>{e.from="near",e.tell("open",d.id)}},Z(d.text))))):t("\
p",{class:"mkw-note"},"No other memory is here to be near."))}return e.on("open",k),e.on("data",p),y(),a}var Ot=0;function Pe({word:e,every:o,onpick:n}){let s=`mkx-pick-${++Ot}`,a=[],l=[],r=0,i=t("button",{type:"button",class:"\
mkx-pickbutton","aria-haspopup":"listbox","aria-expanded":"false",onclick:()=>w.hidden?p():k(!0)}),u=t("input",{type:"te\
xt",role:"combobox",autocomplete:"off",spellcheck:"false",dir:"auto",placeholder:`Search or type a ${e}`,"aria-label":`S\
earch or type a ${e}`,"aria-controls":s,"aria-expanded":"true",oninput:()=>{r=0,b()},onkeydown:y}),$=t("ul",{class:"mkx-\
options",role:"listbox",id:s,"aria-label":e}),w=t("div",{class:"mkx-pop",hidden:!0},u,$),h=t("span",{class:"mkx-pick",onfocusout:x=>{
ce(h,x.relatedTarget)||k(!1)}},i,w);function p(){w.hidden=!1,i.setAttribute("aria-expanded","true"),u.value="",r=0,b();let x=h.
closest(".mkx")?.getBoundingClientRect().right??1/0;w.classList.toggle("mkx-left",h.getBoundingClientRect().left+w.offsetWidth>
x),u.focus()}function k(x){w.hidden=!0,i.setAttribute("aria-expanded","false"),x&&i.focus()}function b(){let x=u.value.trim(),
C=a.filter(N=>N.value.toLowerCase().includes(x.toLowerCase()));l=x?C:[{value:null},...C],x&&!a.some(N=>N.value===x)&&(l=
[...l,{value:x,typed:!0}]),r=Math.max(0,Math.min(r,l.length-1)),$.replaceChildren(...l.map((N,T)=>t("li",{role:"option",
id:`${s}-${T}`,"aria-selected":String(T===r),onmousedown:v=>v.preventDefault(),onclick:()=>E(N.value)},t("span",{class:"\
mkx-option",dir:"auto"},N.value==null?o:N.typed?`“${N.value}”`:N.value),N.count==null?null:t("span",{class:"mkw-mute\
d"},L(N.count))))),u.setAttribute("aria-activedescendant",`${s}-${r}`),$.children[r]?.scrollIntoView({block:"nearest"})}
function y(x){let C=x.key==="ArrowDown"?1:x.key==="ArrowUp"?-1:0;if(C)r=Math.max(0,Math.min(r+C,l.length-1));else if(x.key===
"Enter")l[r]&&E(l[r].value);else if(x.key==="Escape")k(!0);else return;x.preventDefault(),C&&b()}function E(x){k(!0),n(x)}
function S(x,C){a=x,i.replaceChildren(t("span",{class:"mkw-muted"},`${e[0].toUpperCase()}${e.slice(1)} `),t("span",{class:"\
mkx-picked",dir:"auto"},C??o)),i.setAttribute("aria-label",`${e}: ${C??o}`)}return S([],null),{element:h,show:S}}var Tt={user:"everyone",agent:"any",app:"any",run:"any"};function Ie(e){let o=t("b",{dir:"auto"}),n=t("span",{}),s=t("sp\
an",{class:"mkx-recall"}),a=t("span",{class:"mkx-live",role:"status"}),l=oe("Space",k=>e.filter("use_space",{space:k})),
r=Object.fromEntries(Object.entries(le).map(([k,b])=>[k,Pe({word:b,every:Tt[b],onpick:y=>e.filter("set_scope",{...e.status.
scope,[k]:y})})])),i=se(()=>e.lastCode??"");e.on("code",i.refresh);function u(k){o.textContent=k.url.split("/").pop()||k.
url,o.title=k.url;let b=k.spaces.find(({key:y})=>y===k.space);n.textContent=[b?`${b.key} (${L(b.dim)} d)`:"no space yet",
k.shown===k.total?q(k.total,"memory","memories"):`${L(k.shown)} of ${q(k.total,"memory","memories")}`].join(" · "),s.textContent=
k.recall?.short??"",s.title=k.recall?.said??"",te(l,k.spaces.map(y=>({value:y.key,text:`${y.key}${y.ready?"":" (filling)"}`,
disabled:!y.ready,title:`${L(y.dim)} dimensions, ${q(y.count,"vector")}${y.default?", the default":""}`})),b?.key??""),h.
hidden=k.spaces.length<2;for(let[y,E]of Object.entries(r)){let S=k.scopes[y]??[];E.show(S,k.scope[y]),E.element.hidden=y!==
"user_id"&&!S.length&&k.scope[y]==null}}let $;function w(k,b=null){clearTimeout($),a.dataset.state=k,a.textContent=b??{live:"\
live",busy:"waiting for the kernel",gone:"not connected"}[k],b&&($=setTimeout(()=>w(k),6e3))}let h=t("label",{class:"mkx\
-label"},"Space ",l),p=t("header",{class:"mkx-head"},t("div",{class:"mkx-what"},o,n,s),t("div",{class:"mkx-controls"},h,
...Object.values(r).map(k=>k.element),i.button,a));return e.on("status",u),w("live"),{element:p,code:i.box,say:w}}function qe(e){let o="http://www.w3.org/2000/svg",n=document.createElementNS(o,"svg");for(let[a,l]of Object.entries({viewBox:"\
0 0 16 16",width:"16",height:"16","aria-hidden":"true"}))n.setAttribute(a,l);let s=document.createElementNS(o,"path");return s.
setAttribute("d","M2 7h2.5v6.5H2zM4.5 7.2 7.6 2.2c1.2 0 1.7.9 1.4 2L8.4 6.5h4.2c.9 0 1.5.8 1.3 1.6l-1.1 4.3c-.2.7-.7 1.1\
-1.4 1.1H4.5"),e==="down"&&s.setAttribute("transform","rotate(180 8 8)"),n.append(s),n}var _t={semantic:"semantic",bm25:"BM25",role:"role",context:"context",recency:"recency",rerank:"reranker"},Be=e=>_t[e]??
e,We=e=>`mk-${["semantic","bm25","context","recency","rerank"].includes(e)?e:"other"}`,He=e=>t("span",{class:`mk-key ${We(
e)}`}),Ue=e=>t("div",{class:"mkx-legend","aria-hidden":"true"},...e.map(o=>t("span",{},He(o),Be(o))));function Fe(e,o,n,s){
return t("li",{class:`mkx-hit${o.other_space?" mkx-two":""}${n.weak?" mkx-weak":""}`,"data-id":n.id},t("span",{class:"mk\
x-rank"},String(n.rank)),t("div",{class:"mkx-what2"},t("button",{type:"button",class:"mkx-memory",title:"Show all about \
it",onclick:()=>{e.from="hit",e.tell("open",n.id)}},Z(n.text)),t("span",{class:"mkx-about"},ne(e,n),...Mt(n,e.status.scope))),
o.other_space?jt(n,o.other_space):null,t("span",{class:"mkx-score"},t("b",{class:"mkx-number"},Y(n.score)),Dt(n)),Nt(e,o.
query,n,s))}function Mt(e,o){let n=[["",ue(e.occurred_at??e.created_at)]];for(let[s,a]of Object.entries(le))e[s]&&o[s]==
null&&n.push([a,String(e[s])]);for(let[s,a]of Object.entries(e.metadata).slice(0,2))n.push([s,J(a)]);for(let s of e.notes)
n.push(["",s]);return n.map(([s,a])=>t("span",{dir:"auto",title:s?`${s}: ${a}`:null},a))}function Dt(e){let o=Object.entries(
e.reasons).filter(([,r])=>Math.abs(r)>=.005),n=e.relevance==null?"":`relevance ${Y(e.relevance)}`,s=[n,o.map(([r,i])=>`${Be(
r)} ${Y(i)}`).join(", ")].filter(Boolean).join("; "),a=e.score,l=o.filter(([,r])=>r>0).map(([r,i])=>{let u=Math.max(0,Math.
min(i,a));a-=u;let $=t("span",{class:We(r)});return $.style.width=`${100*u/e.full_bar}%`,$});return t("span",{class:"mkx\
-bars",title:s},t("span",{class:"mk-bar",role:"img","aria-label":s},...l),t("span",{class:"mkx-values","aria-hidden":"tr\
ue"},n?t("span",{},n):null,...o.map(([r,i])=>t("span",{},He(r),Y(i)))))}function jt(e,o){let n=e.other?.rank??null,s=e.other?.
shift??0,a=n==null?"not near":`#${L(n)}`,l=s?s>0?` ▲ ${L(s)}`:` ▼ ${L(-s)}`:"",r=n==null?`Not near the top in ${o}`:
`Rank ${n} in ${o}${s?`, ${q(Math.abs(s),"place")} ${s>0?"higher":"lower"}`:", the same"}`;return t("span",{class:"mkx-t\
here",title:r,"aria-label":r,role:"img"},a,t("span",{class:s>0?"mkx-up":s<0?"mkx-down":""},l))}function Nt(e,o,n,s){let l=[
[!0,"Relevant","up"],[!1,"Not relevant","down"]].map(([i,u,$])=>t("button",{type:"button",class:`mkx-thumb mkx-${$}thumb`,
"aria-label":u,title:`${u} to this question`,"aria-pressed":String(n.rated===i),disabled:e.past(),onclick:()=>r(n.rated===
i?null:i)},qe($)));async function r(i){try{e.show(await e.ask("rate",{query:o,id:n.id,relevant:i})),n.rated=i,l.forEach(
(u,$)=>u.setAttribute("aria-pressed",String(n.rated===($===0))))}catch(u){s(G(u))}}return t("span",{class:"mkx-thumbs",role:"\
group","aria-label":"Rate this hit"},...l)}var Ke=150;function Ge(e,o){let n=t("input",{type:"search",placeholder:"Ask in your own words, e.g. where does she live?",
"aria-label":"Search",autocomplete:"off",dir:"auto",oninput:X(Ke,()=>A()),onkeydown:c=>{c.key==="Enter"&&A()}}),s=t("inp\
ut",{type:"number",min:"1",max:"100",value:"10","aria-label":"k, how many hits",onchange:()=>A()}),a=t("input",{type:"ra\
nge",min:"0",max:"1",step:"0.01",value:"0","aria-label":"Least score",oninput:()=>{T(),E()}}),l=t("output",{class:"mkx-n\
umber"}),r=oe("Compare with",()=>A()),i=t("input",{type:"checkbox",onchange:()=>A()}),u=t("input",{type:"text",placeholder:"\
no filter; e.g. category = 'food' and priority >= 3","aria-label":"where, a filter",autocomplete:"off",dir:"auto",spellcheck:"\
false",oninput:X(400,()=>v()),onkeydown:c=>{c.key==="Enter"&&v()}}),$=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),
w=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),h=t("p",{class:"mkw-note",role:"status"}),p=t("div",{class:"mkx-res\
ults"}),k=se(()=>S?.code??"# Nothing was searched yet."),b=t("label",{class:"mkx-label",hidden:!0},"compare with ",r),y=t(
"label",{class:"mkx-label",hidden:!0},i," rerank"),E=X(Ke,()=>A()),S=null,x,C=t("div",{class:"mkx-options2"},t("label",{
class:"mkx-label"},"k ",s),t("label",{class:"mkx-label"},"score at least ",a,l),b,y),N=t("section",{class:"mkx-search","\
aria-label":"Search"},t("form",{class:"mkx-line",onsubmit:c=>c.preventDefault()},t("label",{class:"mkx-grow"},t("span",{
class:"mkx-word"},"Search"),n),C),t("div",{class:"mkx-line"},t("label",{class:"mkx-grow"},t("span",{class:"mkx-word"},"w\
here"),u),o),$,w,t("div",{class:"mkw-row mkx-found"},h,k.button),p,k.box);k.button.hidden=!0;function T(){l.textContent=
a.value==="0"?"any":Y(Number(a.value))}async function v(){if(u.value.trim()===(e.status.where??"")){$.textContent=e.status.
trouble??"";return}await e.filter("set_where",{where:u.value.trim()})}async function A(){if(w.textContent="",clearTimeout(
x),!n.value.trim()){S=null,p.replaceChildren(),h.textContent="",k.button.hidden=k.box.hidden=!0;return}x=setTimeout(()=>{
h.textContent="Searching …"},300);try{let c=await e.read("search",{query:n.value,k:Math.max(1,Math.min(100,Number(s.value)||
10)),threshold:a.value==="0"?null:Number(a.value),other:r.value||null,rerank:i.checked},"search");if(clearTimeout(x),!n.
value.trim())return;S=c,P(c)}catch(c){clearTimeout(x),h.textContent="",w.textContent=G(c)}}function P(c){e.show(c),k.button.
hidden=!1,k.refresh(),h.classList.toggle("mkx-nothing",c.weak),h.textContent=c.weak?`${c.said} ${W(c)}.`:c.said||W(c);let _=f=>Fe(
e,c,f,d=>{w.textContent=d}),D=(f,d,O=!1)=>d.length?t("ol",{class:`mkx-hits${O?" mkx-pale":""}`,"aria-label":f},...d.map(
_)):null;ee(p,()=>p.replaceChildren(...[c.hits.length||c.below.length?Ue(c.signals):null,D("Hits",c.hits),Q(c.below.length,
c.below[0]?.why==="threshold"?"below the threshold":`after the best ${c.k}`),D("Just missed",c.below,!0),Q(c.other_only.
length,`only in ${c.other_space}`),D(`Only in ${c.other_space}`,c.other_only,!0)].filter(f=>f!=null))),N.dataset.query=c.
query,a.max=String(Math.max(1,Number(a.value),Math.ceil(c.best*10)/10))}function W(c){let _=c.other_space?`, with their \
ranks in ${c.other_space}`:"";return`${q(c.hits.length,"hit")} among ${q(e.status.shown,"memory","memories")} in ${c.space}${_}`}
let Q=(c,_)=>c?t("div",{class:"mkx-divider"},_):null;return e.on("status",c=>{let _=c.spaces.filter(D=>D.ready&&D.key!==
c.space);te(r,[{value:"",text:"no space"},..._.map(({key:D})=>({value:D,text:D}))],_.some(({key:D})=>D===r.value)?r.value:
""),b.hidden=!_.length,y.hidden=!c.reranker,document.activeElement!==u&&!c.trouble&&(u.value=c.where),$.textContent=c.trouble,
u.setAttribute("aria-invalid",String(!!c.trouble))}),e.on("data",c=>{c==="query"&&(n.value=e.status.query??""),(n.value.
trim()||c==="query")&&A()}),T(),n.value=e.firstQuery,N}var Lt=2,Rt=20;function Ve(e,{select:o,coming:n}){let s=(v,A)=>t("button",{type:"button",onclick:A},v),a=t("b",{role:"st\
atus"}),l=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),r=t("form",{class:"mkx-line",hidden:!0,onsubmit:v=>{v.preventDefault(),
k?.act()}}),i={accept:s("Accept",()=>E("accept")),reject:s("Reject",()=>E("reject")),tag:s("Tag",()=>E("tag")),merge:s("\
Merge",()=>E("merge")),remove:s("Delete",()=>E("remove")),export:s("Export",()=>E("export")),none:s("Clear",()=>{o({how:"\
none"}),e.tell("gone",null)})},u=t("p",{class:"mkw-note mkx-hint"},"Click a row to open it, Shift+click to select as far\
 as there, Ctrl+click for one more."),$=t("div",{class:"mkx-bulkslot"},u),w=t("div",{class:"mkx-bulk",role:"group","aria\
-label":"Selected memories",hidden:!0},t("div",{class:"mkw-row"},a,...Object.values(i)),r,l);$.append(w);let h=0,p={tag:"",
file:"memories.jsonl"},k=null,b=(v,A="mkx-main")=>t("button",{type:"submit",class:A},v),y={tag:()=>{let v=t("input",{type:"\
text",class:"mkx-grow",placeholder:"e.g. category=food; old=null removes a key","aria-label":"Metadata to set",dir:"auto",
oninput:()=>{p.tag=v.value}});return v.value=p.tag,{parts:[t("label",{class:"mkx-grow"},t("span",{class:"mkw-muted"},"se\
t"),v),b("Set")],act:async()=>{await C("tag",{typed:v.value})&&(p.tag="")}}},remove:()=>({parts:[t("span",{},h?`Delete ${q(
h,"memory","memories")}? Undo brings ${h===1?"it":"them"} back.`:"Delete what is selected?"),b("Delete","mkw-danger")],act:()=>C(
"delete",{})}),accept:()=>({parts:[t("span",{},`Accept the proposed facts of ${q(h,"memory","memories")}?`),b("Accept")],
act:()=>C("accept",{})}),reject:()=>({parts:[t("span",{},`Reject the facts among ${q(h,"memory","memories")}? No search \
finds them then.`),b("Reject","mkw-danger")],act:()=>C("reject",{})}),merge:()=>{let v=t("select",{"aria-label":"The mem\
ory to keep",class:"mkx-grow"});return e.read("chosen").then(A=>te(v,A.map(({id:P,text:W})=>({value:P,text:W})),A[0]?.id),
A=>{l.textContent=G(A)}),{parts:[t("label",{class:"mkx-grow"},t("span",{class:"mkw-muted"},"keep"),v),t("span",{class:"m\
kw-muted"},`and delete the other ${h===2?"one":L(h-1)}`),b("Merge","mkw-danger")],act:()=>C("merge",{keep:v.value})}},export:()=>{
let v=t("input",{type:"text",class:"mkx-grow","aria-label":"File to write",value:p.file,oninput:()=>{p.file=v.value}});return{
parts:[t("label",{class:"mkx-grow"},t("span",{class:"mkw-muted"},"file"),v),b("Write")],act:()=>C("export",{path:v.value.
trim()})}}};function E(v){l.textContent="",S(v),w.hidden=r.hidden=!1,V(r,r.querySelector("input")?"input":"button")}function S(v){
let{parts:A,act:P}=y[v]();k={what:v,act:P},r.replaceChildren(...A,t("button",{type:"button",onclick:()=>{x(),i[v].focus()}},
"Cancel"))}function x(){k=null,r.hidden=!0,l.textContent=""}async function C(v,A){let P=v==="merge"?A:{...A,selected:!0},
W=await e.change(v,P,l);return W&&(x(),e.tell("gone",null)),W}function N(){a.textContent=`${L(h)} selected`,w.hidden=h===
0,u.hidden=h!==0,i.merge.hidden=h<Lt||h>Rt,i.accept.hidden=!e.status.waiting,i.reject.hidden=!e.status.facts||e.status.kind===
"messages";for(let v of[i.accept,i.reject,i.tag,i.merge,i.remove])v.disabled=e.past()}function T(v){let A=v!==h;h=v;let P=k;
if(N(),!P)return;let{hidden:W,disabled:Q}=i[P.what];if(!W&&!Q&&(h||n())){w.hidden=!1,A&&!r.querySelector("input")&&ee(r,
()=>S(P.what));return}let _=r.contains(document.activeElement);x(),_&&e.tell("gone",[])}return e.on("selection",T),e.on(
"status",v=>T(v.selected)),{element:$,remove:()=>{(h||n())&&!e.past()&&E("remove")}}}var Pt=[{name:"user_id",text:"User"},{name:"agent_id",text:"Agent"},{name:"app_id",text:"App"},{name:"run_id",text:"Run"},
{name:"type",text:"Type"},{name:"occurred_at",text:"Occurred"},{name:"created_at",text:"Created"},{name:"updated_at",text:"\
Updated"}],It={name:"memory",text:"Memory"};function ze(e){let o=null,n=[],s=t("div",{class:"mkx-options",role:"group","\
aria-label":"Columns"}),a=t("button",{type:"button",class:"mkw-link",onclick:()=>{o=null,e()}},"As usual"),l=t("div",{class:"\
mkx-pop mkx-left",hidden:!0},s,a),r=t("button",{type:"button",class:"mkx-pickbutton","aria-expanded":"false",onclick:()=>u(
!!l.hidden)},"Columns"),i=t("span",{class:"mkx-pick",onkeydown:p=>{p.key==="Escape"&&(u(!1),r.focus())},onfocusout:p=>{p.
relatedTarget&&!ce(i,p.relatedTarget)&&u(!1)}},r,l);function u(p){l.hidden=!p,r.setAttribute("aria-expanded",String(p)),
p&&V(s,"input")}function $(p,k){let b=p.metadata.map(({key:C})=>({name:`metadata.${C}`,text:C}));n=[...Pt,...b];let y=C=>p.
scope[C]==null&&(p.scopes[C]??[]).length>1,E=b.find(({text:C})=>C==="category")??b[0],S=[...["user_id","agent_id"].filter(
y),...k?["occurred_at"]:[],...E?[E.name]:[],"updated_at"],x=o??S;return w(x),[It,...x.flatMap(C=>n.find(N=>N.name===C)??
[])]}function w(p){a.hidden=o==null,ee(s,()=>s.replaceChildren(...n.map(({name:k,text:b})=>t("label",{class:"mkx-check",
dir:"auto"},t("input",{type:"checkbox",checked:p.includes(k),onchange:()=>h(k,p)}),b))))}function h(p,k){o=k.includes(p)?
k.filter(b=>b!==p):[...k,p],e()}return{element:i,list:$}}function Ye(e,o,n){let s=Math.floor(e/30),a=Math.ceil(Math.max(o-30,30)/30)+1;return[Math.max(0,s),Math.min(n,s+a)]}var Je=([
e,o],n)=>[Math.max(0,e-12),Math.min(n,o+12)];function Qe([e,o],n,s){let[a,l]=[e,o];if(!s){for(;a<l&&n.has(a);)a++;for(;l>
a&&n.has(l-1);)l--;if(a>=l)return null}let r=Math.max(0,a-60);return{first:r,number:Math.max(l+60-r,120)}}function Xe(e,o,n){
let s=e*30;return s<o?s:s+60>o+n?s+60-n:o}function Ze(e,o,n,s){let a=Math.max(1,Math.floor(n/30)-2),l={ArrowDown:1,ArrowUp:-1,
PageDown:a,PageUp:-a,Home:-1/0,End:1/0};return e in l?Math.max(0,Math.min(o+l[e],s-1)):null}function tt(e){let o={sort:"updated_at",descending:!0,find:""},n={total:0,rows:new Map,at:0,anchor:0,asking:!1,stale:!1,
dated:!1,layout:"",high:420},s=new Map,a=[],l=t("input",{type:"search",placeholder:"Filter the rows","aria-label":"Filte\
r the rows",autocomplete:"off",dir:"auto",oninput:X(150,()=>{o.find=l.value,d()})}),r=t("span",{class:"mkw-note",role:"s\
tatus"}),i=t("button",{type:"button",onclick:()=>F({how:"all"})},"Select all"),u=t("p",{class:"mkw-note mkx-trouble",role:"\
alert"}),$=t("div",{class:"mkx-tr mkx-th",role:"row","aria-rowindex":"1"}),w=t("div",{class:"mkx-space",role:"rowgroup"}),
h=t("p",{class:"mkw-note mkx-empty"}),p=t("div",{class:"mkx-grid",role:"grid",tabindex:"0","aria-label":"Memories","aria\
-multiselectable":"true",onscroll:()=>v(),onkeydown:I,onfocus:()=>ae()},t("div",{role:"rowgroup",class:"mkx-head2"},$),w),
k=ze(()=>{S(),v()}),b=0,y=Ve(e,{select:F,coming:()=>b>0}),E=t("section",{class:"mkx-table","aria-label":"All memories"},
t("div",{class:"mkx-bar"},l,...Te(e),r,i,k.element),y.element,u,p,h);function S(){a=k.list(e.status,n.dated);let m=a.slice(
1).map(({name:g})=>g.endsWith("_at")?"88px":"minmax(0,96px)");p.style.setProperty("--columns",["28px","minmax(0,1fr)",...m].
join(" ")),n.layout=a.map(({name:g})=>g).join(),p.setAttribute("aria-colcount",String(a.length+1)),x()}function x(){$.replaceChildren(
t("span",{role:"columnheader",class:"mkx-td"},t("span",{class:"mkw-said"},"Selected")),...a.map(({name:m,text:g})=>{let M=o.
sort===m;return t("span",{role:"columnheader",class:"mkx-td",dir:"auto","aria-sort":M?o.descending?"descending":"ascendi\
ng":"none"},t("button",{type:"button",class:"mkx-sort","data-sort":m,onclick:()=>C(m)},g,t("span",{"aria-hidden":"true"},
M?o.descending?" ▼":" ▲":"")))}))}function C(m){o.descending=o.sort===m?!o.descending:m.endsWith("_at"),o.sort=m,x(),
V($,`[data-sort="${CSS.escape(m)}"]`),d()}let N=()=>Ye(p.scrollTop,n.high,n.total),T=0;function v(){T||=requestAnimationFrame(
()=>{T=0,A(),c()})}function A(){let[m,g]=Je(N(),n.total);w.style.height=`${n.total*30}px`;for(let[R,H]of s)R>=m&&R<g&&H.
look===P(R)||(H.element.remove(),s.delete(R));let M=w.firstChild;for(let R=m;R<g;R++){let H=s.get(R)??{element:W(R),look:P(
R)};s.set(R,H),H.element===M?M=H.element.nextSibling:w.insertBefore(H.element,M)}ae()}function P(m){let g=n.rows.get(m);
return g?`${g.id} ${g.seq} ${e.status.unused} ${g.selected} ${g.id===e.open} ${n.layout}`:""}function W(m){let g=n.rows.
get(m),M=a.map(({name:H})=>Q(g,H)),R=t("div",{class:"mkx-tr",role:"row",id:`${p.id}-${m}`,"aria-rowindex":String(m+2),"a\
ria-selected":String(!!g?.selected),"data-id":g?.id,"data-open":g&&g.id===e.open?"true":null,onclick:H=>O(m,H)},t("span",
{role:"gridcell",class:"mkx-td mkx-mark",onclick:H=>{H.stopPropagation(),U(m)}},t("span",{class:"mkx-tick","aria-hidden":"\
true"})),...M);return R.style.top=`${m*30}px`,R}function Q(m,g){if(!m)return t("span",{role:"gridcell",class:"mkx-td mkw\
-muted"},g==="memory"?"…":"");let M=Se(m,g),R=g.endsWith("_at")?String(M??""):null,H=R==null?J(M):ue(R);return t("span",
{role:"gridcell",class:`mkx-td${g==="memory"?"":" mkw-muted"}`,dir:"auto",title:R==null?H:z(R)},g==="memory"?ne(e,m):null,
H)}async function c(){let m=Qe(N(),n.rows,n.stale);if(n.asking||!m)return;n.asking=!0;let g=n.stale;n.stale=!1;try{_(await e.
read("rows",{...m,...o}),g)}catch(M){u.textContent=G(M),n.asking=!1;return}n.asking=!1,v()}function _(m,g){u.textContent=
m.trouble??"",(g||m.total!==n.total||n.rows.size>4e3)&&n.rows.clear(),m.rows.forEach((M,R)=>{M&&n.rows.set(m.first+R,M)}),
n.total=m.total,n.at=Math.min(n.at,Math.max(0,n.total-1)),p.setAttribute("aria-rowcount",String(n.total+1)),E.dataset.loaded=
"true",r.textContent=D(),!n.dated&&m.rows.some(M=>M?.occurred_at)&&(n.dated=!0,S()),E.classList.toggle("mkx-none",!n.total),
h.textContent=n.total?"":e.emptiness(o.find),p.hidden=!n.total}function D(){let m=a.find(({name:R})=>R===o.sort)?.text??
o.sort,{shown:g}=e.status;return`${o.find&&n.total<g?`${L(n.total)} of ${q(g,"memory","memories")}`:q(n.total,"memory","\
memories")}, by ${m.toLowerCase()}`}function f(){n.stale=!0,c()}function d(){p.scrollTop=0,n.at=n.anchor=0,f()}function O(m,g){
if(p.focus({preventScroll:!0}),g.shiftKey)return B(m);if(n.at=n.anchor=m,g.ctrlKey||g.metaKey)return U(m);j(m);let M=n.rows.
get(m);return M&&F({how:"only",id:M.id})}function j(m){let g=n.rows.get(m);g&&(e.from="table",e.tell("open",g.id))}function U(m){
n.at=n.anchor=m;let g=n.rows.get(m);return g?(g.selected=!g.selected,v(),F({how:"toggle",id:g.id})):null}function B(m){n.
at=m;let[g,M]=[Math.min(m,n.anchor),Math.max(m,n.anchor)];for(let[R,H]of n.rows)H&&(H.selected=R>=g&&R<=M);return v(),F(
{how:"range",first:g,last:M})}async function F(m){b++;let g=await e.ask("select",{...m,...o}).catch(M=>(u.textContent=G(
M),null));b--,e.tell("selection",g?g.count:e.status.selected)}function I(m){if(m.target!==p)return;let g=Ze(m.key,n.at,p.
clientHeight,n.total);if(g!==null)K(g,m.shiftKey);else if(m.key==="Enter")j(n.at);else if(m.key===" ")U(n.at);else if(m.
key==="a"&&(m.ctrlKey||m.metaKey))F({how:"all"});else if(m.key==="Escape")F({how:"none"});else if(m.key==="Delete")y.remove();else
return;m.preventDefault()}function K(m,g){n.at=m;let M=Xe(m,p.scrollTop,p.clientHeight);M!==p.scrollTop&&(p.scrollTop=M),
g?B(n.at):n.anchor=n.at,v()}function ae(){let m=`${p.id}-${n.at}`;for(let g of w.children)g.classList.toggle("mkx-at",g.
id===m);p.setAttribute("aria-activedescendant",m)}function ie(m){let g=[...n.rows].filter(([,M])=>M&&(m?m.includes(M.id):
M.selected)).map(([M])=>M);g.length&&(n.at=n.anchor=Math.min(...g)),(p.hidden?l:p).focus({preventScroll:!0})}p.id=`mkx-g\
rid-${++Bt}`,e.on("status",S),e.on("data",f),e.on("selection",f),e.on("open",v),e.on("gone",ie);let me=new ResizeObserver(
m=>{n.high=m[m.length-1].contentRect.height,v()});return me.observe(p),e.ends.push(()=>me.disconnect()),E}var Bt=0;var Wt=60,Ht=16,nt=["DELETE","UPDATE","ADD"],Ut=e=>nt.reduce((o,n)=>o+e[n],0);function ot(e){let o=t("span",{class:"mkx-\
density","aria-hidden":"true"}),n=t("input",{type:"range",min:"0",step:"1","aria-label":"Time, by changes",oninput:()=>{
u=!0,w(),h()},onchange:()=>h()}),s=t("output",{class:"mkx-when"}),a=t("label",{class:"mkx-time",hidden:!0},t("span",{class:"\
mkw-muted"},"time"),t("span",{class:"mkx-track"},o,n),s),l=t("span",{}),r=t("div",{class:"mkx-banner mkx-then",role:"sta\
tus",hidden:!0},l,t("button",{type:"button",onclick:()=>{e.filter("set_at",{at:null}),n.focus()}},"Back to now")),i={head:0,
buckets:[]},u=!1;function $(b){return i.buckets.find(y=>b<=y.last)?.at??i.last_at}function w(){let b=Number(n.value);s.textContent=
b>=i.head?"now":z($(b)),n.setAttribute("aria-valuetext",b>=i.head?"now":`after change ${L(b)} of ${L(i.head)}, ${z($(b))}`)}
let h=X(120,async()=>{let b=Number(n.value);await e.filter("set_at",{at:b>=i.head?null:b}),u=!1});async function p(){try{
i=await e.read("histogram",{buckets:Wt},"histogram")}catch{return}let b=Math.max(1,...i.buckets.map(y=>Ut(y)));o.replaceChildren(
...i.buckets.map(y=>{let E=t("span",{},...nt.map(S=>{let x=t("span",{class:`mkx-${S.toLowerCase()}`});return x.style.height=
`${Ht*y[S]/b}px`,x}));return E.style.flexGrow=String(y.last-y.first+1),E})),n.min=String(Math.min(1,i.head)),n.max=String(
i.head),a.hidden=i.head<2,k(e.status)}function k(b){u||(n.value=String(b.at??i.head)),w(),r.hidden=b.at==null,l.textContent=
b.at==null?"":`This is the memory as of ${z(b.at_time)} UTC, after change ${L(b.at)} of ${L(b.head)}. Read only.`}return e.
on("status",k),e.on("journal",p),{element:a,banner:r}}function Ft({model:e,el:o}){let n=Ae(e),s=be("mkx","Memory explorer"),a=Ie(n),l=ot(n),r=t("p",{class:"mkw-note mkx-troub\
le mkx-all",role:"alert"}),i=t("span",{}),u=t("button",{type:"button",class:"mkw-link"},"Undo"),$=t("button",{type:"butt\
on",class:"mkw-link",onclick:()=>{p.hidden=!0,n.tell("gone",[])}},"Dismiss"),w=t("span",{}),h=t("div",{class:"mkx-banner",
role:"status",hidden:!0},w,t("button",{type:"button",onclick:()=>{n.filter("set_events",{}),n.tell("gone",[])}},"Show al\
l")),p=t("div",{class:"mkx-done",role:"status",hidden:!0},i,u,$),k=t("p",{class:"mkw-note mkx-hint"},"What you add, chan\
ge or delete can be undone here."),b=t("div",{class:"mkx-slot"},k,r,l.banner,h,p);s.append(a.element,a.code,Ee(n),b,Ge(n,
l.element),t("div",{class:"mkx-panes"},tt(n),Re(n))),o.append(s);let y=ye(s,e.get("key"));n.on("trouble",x=>{r.textContent=
x}),n.on("line",x=>{a.say(x),s.dataset.line=x,r.classList.toggle("mkx-trouble",x!=="busy"),r.textContent={gone:re,busy:we,
live:""}[x]}),n.on("slow",x=>{r.classList.toggle("mkx-trouble",!x),r.textContent=x}),n.on("others",x=>a.say("live",x.said||
"changed")),n.on("status",x=>{s.classList.toggle("mkx-past",n.past()),h.hidden=!x.events,w.textContent=x.events?`Only me\
mories that changed in changes ${L(x.events[0]+1)} to ${L(x.events[1]??x.head)}.`:"",s.dataset.head=String(x.head),s.dataset.
ready="true",y()});let E=0,S=!1;return n.on("changing",x=>{S||=document.activeElement===u,E+=x?1:-1,u.disabled=E>0,!E&&(S&&
!u.hidden&&u.focus(),S=!1)}),n.on("done",({said:x,seqs:C})=>{i.textContent=x,p.hidden=!1,u.hidden=!C?.length,u.onclick=()=>n.
change("undo",{seqs:C},r)}),n.watch(s),n.refresh(),()=>n.ends.forEach(x=>x())}var Kt={render:Ft};return ct(Gt);})();
export default memkit_explorer.default;
