// Made of memkit/web/js/explorer by "make web": change it there.
"use strict";var memkit_explorer=(()=>{var me=Object.defineProperty;var ht=Object.getOwnPropertyDescriptor;var kt=Object.getOwnPropertyNames;var xt=Object.prototype.hasOwnProperty;var bt=(e,n)=>{for(var o in n)me(e,o,{get:n[o],enumerable:!0})},wt=(e,n,o,s)=>{if(n&&typeof n=="object"||typeof n=="func\
tion")for(let a of kt(n))!xt.call(e,a)&&a!==o&&me(e,a,{get:()=>n[a],enumerable:!(s=ht(n,a))||s.enumerable});return e};var gt=e=>wt(me({},"__esModule",{value:!0}),e);var sn={};bt(sn,{default:()=>on});function t(e,n={},...o){let s=document.createElement(e);for(let[a,l]of Object.entries(n))l===!1||l==null||(typeof l=="fu\
nction"?s.addEventListener(a.slice(2),l):s.setAttribute(a,l===!0?"":String(l)));return s.append(...o.filter(a=>a!=null)),
s}function ye(e,n){let o=t("section",{class:`memkit mkw ${e}`,"aria-label":n,"data-lm-suppress-shortcuts":"true"});for(let s of[
"keydown","keypress","keyup"])o.addEventListener(s,a=>a.stopPropagation());return o}function G(e,n){e.querySelector(n)?.
focus()}var ie=(e,n)=>n instanceof Node&&e.contains(n);function Z(e,n){let o=()=>e.querySelectorAll("button, input, sele\
ct, textarea"),s=document.activeElement,a=[...o()].findIndex(r=>r===s);if(n(),a<0)return;let l=s instanceof HTMLElement&&
s.isConnected?s:o()[a];l&&l!==document.activeElement&&l.focus({preventScroll:!0})}function Y(e,n){let o;return(...s)=>{clearTimeout(
o),o=setTimeout(()=>n(...s),e)}}var yt="An answer of the kernel was lost on the way. Try it again.",ve="No answer from the kernel yet: it is at work, or\
 was shut down. If none comes, run the cell again.",vt="An answer was lost on the way and is asked for again: this takes\
 a little longer …",le="The kernel has lost this widget. Run the cell again.";function $e(e,{onstate:n,onnews:o,onslow:s=()=>{}}){
let a=`${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`,l=new Map,r=new Map,i=new Map,m=0,v="live",p=!1;
function u(c){c!==v&&(v=c,n(v))}let k=(c,T={},g=null)=>h({method:c,given:T,lane:g,tries:0}),x=(c,T={},g=null)=>h({method:c,
given:T,lane:g,tries:5});function h(c){return new Promise((T,g)=>{let d={...c,resolve:T,reject:g,sent:0};d.lane&&i.set(d.
lane,d),w(d)})}function w(c){let T=++m,{method:g,given:d,lane:f}=c;c.sent=performance.now(),l.set(T,c);try{if(p)throw new Error(
le);e.send({view:a,number:T,lane:f,method:g,given:d})}catch{l.delete(T),r.delete(c),u("gone"),c.reject(new Error(le))}}function O(c){
c.tries-=1,r.set(c,setTimeout(()=>{A(c)?E(c):w(c)},3e3)),s(vt)}function E(c){r.delete(c)&&!r.size&&s("")}function b(c){if(c.
news){o(c.news);return}let T=c.view===a&&l.get(c.number);T&&(l.delete(c.number),u("live"),E(T),R(c.number),!A(T)&&(c.trouble?
T.reject(new Error(c.trouble)):T.resolve(c.answer)))}let A=c=>!!c.lane&&i.get(String(c.lane))!==c;function R(c){for(let[
T,g]of l)T>c||(l.delete(T),A(g)?E(g):g.tries?O(g):(E(g),g.reject(new Error(yt))))}function j(){let c=Math.min(...[...l.values()].
map(T=>T.sent));v!=="gone"&&performance.now()-c>4e3&&u("busy")}function S(){p=!0,u("gone");for(let{reject:c}of new Set([
...l.values(),...r.keys()]))c(new Error(le));l.clear(),_()}function _(){for(let c of r.values())clearTimeout(c);r.clear()}
let y=["comm_live_update","comm:close","destroy"];e.on("msg:custom",b);for(let c of y)e.on(c,S);let N=[_,()=>e.off("msg:\
custom",b),...y.map(c=>()=>e.off(c,S))];function I(c,T){let g=!1,d=0,f=new IntersectionObserver(D=>{g=D[D.length-1].isIntersecting});
f.observe(c);let C=setInterval(()=>{j();let D=performance.now();!g&&!l.size||document.hidden||p||d&&D-d<15e3||(d=D,T().catch(
()=>{}).finally(()=>{d=0}))},1e3);N.push(()=>f.disconnect(),()=>clearInterval(C))}return{ask:k,read:x,poll:I,close:()=>N.
forEach(c=>c())}}function $t(e){let n=e.getRootNode();return n instanceof ShadowRoot?n.host:null}function Se(e,n){let o=s=>{for(let a=e;a&&
n;a=$t(a))a.setAttribute(`data-memkit-${s}`,n)};return o("widget"),requestAnimationFrame(()=>o("widget")),()=>{o("live"),
requestAnimationFrame(()=>o("live"))}}var Q=(e,n=2)=>e==null?"–":e.toFixed(n).replace(/^(-?)0\./,"$1."),F=e=>e instanceof Error?e.message:String(e),L=e=>e.toLocaleString(
"en"),B=(e,n,o=`${n}s`)=>`${L(e)} ${e===1?n:o}`;var oe=e=>e?e.slice(0,10):"",z=e=>e?e.slice(0,16).replace("T"," "):"";var St={added:"ins",removed:"del",same:"span"},Ct=new Set(["add","update","delete","none"]),ce=e=>{let n=e.toLowerCase();
return Ct.has(n)?n:"other"},Ce=e=>e.map(([n,o])=>t(St[n],{},o));function Ee(e,n){let o=e.match(/\r\n|\r|[^\r]/gs)??[],s=o.map(i=>i[0]==="\r"?`
`:i),a=n.match(/[^]/g)??[],l=0;for(;l<s.length&&l<a.length&&s[l]===a[l];)l++;let r=0;for(;r<s.length-l&&r<a.length-l&&s[s.
length-1-r]===a[a.length-1-r];)r++;return[...o.slice(0,l),...a.slice(l,a.length-r),...o.slice(o.length-r)].join("")}var Ae=(e,n)=>n===
"memory"?e.text:n==="place"?e.document?.place:n.startsWith("metadata.")?e.metadata[n.slice(9)]:e[n],X=e=>e==null?"":typeof e==
"string"?e:JSON.stringify(e),J=e=>t("span",{class:"mk-text",dir:"auto"},e);var Et={ADD:"+",UPDATE:"~",DELETE:"−",NONE:"="},fe=e=>t("span",{class:`mk-badge mkx-badge mk-badge-${ce(e)}`},t("span",
{class:"mkx-sign","aria-hidden":"true"},Et[e]),e),pe=e=>t("span",{class:"mk-text",dir:"auto"},...Ce(e));function Oe(e,n,o){
let s=t("li",{class:"mkx-proposal"}),a=!1;function l(p,u,k,x=null){return t("button",{type:"button","aria-pressed":u==null?
null:String(u),title:x,onclick:k},p)}function r(p){Object.assign(n,p),i(),o()}function i(){let p=n.action==="accept",u=e.
near.find(({id:h})=>h===n.updating),k=u?"UPDATE":n.text!=null&&e.event==="NONE"?"ADD":e.event,x=a?m():t("div",{class:"mk\
x-text"},!u&&n.text==null&&e.event==="UPDATE"&&e.parts.length?pe(e.parts):J(n.text??e.text));s.dataset.event=k,s.classList.
toggle("mkx-rejected",!p),s.replaceChildren(t("div",{class:"mkx-decision"},fe(k),x,t("span",{class:"mkx-buttons"},l("Acc\
ept",p,()=>r({action:"accept"})),e.event==="DELETE"?null:l("Edit",null,()=>{a=!a,i(),s.querySelector("textarea")?.focus()}),
l("Reject",!p,()=>r({action:"reject"})))),v(u)??"")}function m(){let p=t("textarea",{rows:"2",dir:"auto","aria-label":"T\
ext of this change",class:"mkx-grow",oninput:()=>{n.text=p.value===e.text?null:p.value},onkeydown:u=>{u.key!=="Escape"&&
!(u.key==="Enter"&&(u.ctrlKey||u.metaKey))||(u.preventDefault(),u.stopPropagation(),u.key==="Escape"&&(n.text=null),a=!1,
r({action:"accept"}))}});return p.value=n.text??e.text,p}function v(p){return e.near.length?t("div",{class:"mkx-near"},t(
"span",{class:"mkw-muted"},"near"),t("ul",{},...e.near.map(u=>t("li",{class:"mkw-row"},t("span",{class:"mkx-number",title:"\
Similarity: cosine, up to 1"},Q(u.similarity)),J(u.text),e.event==="DELETE"?null:l(u===p?"Updates this":"Update this ins\
tead",u===p,()=>r({action:"accept",updating:u===p?null:u.id})))))):null}return i(),s}function _e(e){let n=new Map,o=!1,s=t("textarea",{rows:"1",placeholder:"Something to remember","aria-label":"Text to add",
dir:"auto",oninput:h,onkeydown:j=>{j.key!=="Enter"||!(j.ctrlKey||j.metaKey)||(j.preventDefault(),O())}}),a=t("input",{type:"\
text",placeholder:"none; e.g. category=food","aria-label":"Metadata to add",autocomplete:"off",dir:"auto"}),l=t("button",
{type:"submit"},"Preview"),r=t("button",{type:"button",title:"Ctrl+Enter",onclick:()=>O()},"Add"),i=t("p",{class:"mkw-no\
te mkx-trouble",role:"alert"}),m=t("p",{class:"mkw-note",role:"status"}),v=t("ul",{class:"mkx-proposals","aria-label":"W\
hat would be written"}),p=t("button",{type:"button",class:"mkx-main",onclick:()=>A()}),u=t("button",{type:"button",onclick:()=>R()},
"Discard"),k=t("div",{class:"mkw-row mkx-write",hidden:!0},p,u,m),x=t("section",{class:"mkx-add","aria-label":"Add"},t("\
form",{class:"mkx-line",onsubmit:j=>{j.preventDefault(),E()}},t("label",{class:"mkx-grow"},t("span",{class:"mkx-word"},"\
Add"),s),t("label",{class:"mkx-meta"},t("span",{class:"mkw-muted"},"metadata"),a),l,r),i,v,k);function h(){s.style.height=
"auto",s.style.height=`${Math.min(s.scrollHeight+2,160)}px`}function w(){return i.textContent="",s.value.trim()?{text:s.
value,...a.value.trim()?{typed:a.value}:{}}:(i.textContent="There is nothing to add yet. Write a sentence first.",s.focus(),
null)}async function O(){let j=w();j&&await e.change("add",j,i)&&R(!0)}async function E(){let j=w();if(!j)return;if([...n.
values()].some(_=>_.text!=null)&&!o){o=!0,i.textContent="You edited what is proposed below: another preview drops that. \
Press Preview once more to go on.";return}o=!1,m.textContent="Looking for similar memories …",k.hidden=!1,p.hidden=!0;
try{let _=await e.read("preview",j,"preview");e.show(_),n.clear(),v.replaceChildren(..._.proposals.map(y=>{let N={action:y.
event==="NONE"?"reject":"accept"};return n.set(y.index,N),Oe(y,N,b)})),m.textContent=_.said,b()}catch(_){i.textContent=F(
_),k.hidden=!0}}function b(){let j=[...n.values()].filter(({action:S})=>S==="accept").length;p.hidden=!n.size,p.disabled=
!j,p.textContent=j===1?"Write 1 change":`Write ${j} changes`}async function A(){let j=[...n].map(([S,_])=>({index:S,..._}));
await e.change("apply",{choices:j},i)&&R(!0)}function R(j=!1){n.clear(),v.replaceChildren(),k.hidden=!0,i.textContent="",
j&&(s.value=""),h(),s.focus()}return e.on("status",()=>{for(let j of[s,a,l,r])j.disabled=e.past();s.placeholder=e.past()?
"Go back to now to add":e.whose()?`Something to remember for ${e.whose()}`:"Pick a user above, then write something to r\
emember"}),x}var At={url:"",total:0,shown:0,spaces:[],scope:{},scopes:{},metadata:[],where:"",kind:"all",standing:null,documents:!1,document:null,
facts:!1,unused:[],waiting:0,trouble:"",at:null,head:0,selected:0},ee={user_id:"user",agent_id:"agent",app_id:"app",run_id:"\
run"};function Te(e){let n={},o=$e(e,{onstate:r=>s.tell("line",r),onnews:r=>l(r),onslow:r=>s.tell("slow",r)}),s={status:{
...At},open:null,from:"table",lastCode:"",firstQuery:e.get("query"),ends:[o.close],ask:o.ask,read:o.read,on:(r,i)=>{(n[r]??=
[]).push(i)},tell:(r,i)=>{r==="open"&&(s.open=i);for(let m of n[r]??[])m(i)},past:()=>s.status.at!=null,show:r=>{r?.code&&
(s.lastCode=r.code,s.tell("code"))},filter:async(r,i)=>{try{s.show(await s.ask(r,i,r)),s.tell("trouble","")}catch(m){r===
"set_where"?a():s.tell("trouble",F(m))}},change:async(r,i,m)=>{m.textContent="",s.tell("changing",!0);try{let v=await s.
ask(r,i);return s.show(v),s.seen=Math.max(s.seen??0,...v.seqs??[]),s.tell("done",v),!0}catch(v){return m.textContent=F(v),
!1}finally{s.tell("changing",!1)}},watch:r=>o.poll(r,async()=>{let i=Math.max(s.status.head,s.seen??0),m=await s.ask("ch\
anges",{since:i},"changes");m.changed&&(s.seen=m.reset?0:m.head,m.reset&&(s.status={...s.status,head:0}),s.tell("others",
m),a())}),emptiness:r=>{let{status:i}=s;if(r)return`No memory holds “${r}”. Clear the filter above to see all.`;if(i.
kind!=="all")return`No ${i.standing?`fact here is ${i.standing==="served"?"in use":i.standing}`:i.kind==="facts"?"facts \
here":"messages here"}. Show “messages and facts” to see all.`;if(i.document&&!i.where)return`Nothing that was read \
from “${i.document.title}” ${s.past()?"was here then":"is here any more"}. Show “All memories” to see the rest.`;
if(i.where)return`No memory fits the filter ${i.where}. Clear it to see all.`;let m=s.whose()?` for ${s.whose()}`:"";return s.
past()?`There were no memories${m} then. Go back to now to see those of today.`:`No memories${m} yet. Add one above or r\
un %remember.`},whose:()=>Object.entries(ee).filter(([r])=>s.status.scope[r]!=null).map(([r,i])=>`${i} ${s.status.scope[r]}`).
join(", "),refresh:r=>a(r)},a=Y(20,async(r="")=>{let{head:i}=s.status;try{s.status=await s.read("status",{},"status")}catch(m){
s.tell("trouble",F(m));return}s.tell("status",s.status),s.tell("data",r),s.status.head!==i&&s.tell("journal")});function l({
what:r,count:i,trouble:m}){r==="failed"?s.tell("trouble",m):r==="selection"?(s.status.selected=i,s.tell("selection",i)):
a(r)}return s}function se(e,n){let o=t("select",{"aria-label":e});return o.addEventListener("change",()=>n(o.value)),o}function te(e,n,o){
e.replaceChildren(...n.map(s=>t("option",{value:s.value,dir:"auto",disabled:s.disabled,title:s.title},s.text))),e.value=
o}function Me(e,n,o){let s=t("span",{class:"mkw-choice",role:"group","aria-label":e}),a=n.map(r=>t("button",{type:"butto\
n",title:r.title,"data-value":r.value,onclick:()=>o(r.value)},r.text));return s.append(...a),Object.assign(s,{show:r=>{for(let i of a)
i.setAttribute("aria-pressed",String(i.dataset.value===r))}})}function ae(e){let n=t("pre",{class:"mk-code",tabindex:"0","aria-label":"Python"}),o=t("span",{class:"mkw-note",role:"st\
atus"}),s=t("button",{type:"button",onclick:()=>navigator.clipboard.writeText(n.textContent).then(()=>{o.textContent="Co\
pied."},()=>{o.textContent="The browser does not allow it: mark the text and copy it."})},"Copy"),a=t("div",{class:"mkw-\
code",hidden:!0},n,t("div",{class:"mkw-row"},s,o)),l=t("button",{type:"button","aria-expanded":"false",onclick:()=>{a.hidden=
!a.hidden,l.setAttribute("aria-expanded",String(!a.hidden)),r()}},"Show as Python"),r=()=>{a.hidden||(n.textContent=e(),
o.textContent="")};return{button:l,box:a,refresh:r}}var Ot=[["served","in use"],["proposed","proposed, to decide"],["unsupported","unsupported"],["stale","stale: the messag\
e changed"],["rejected","rejected"],["superseded","superseded by others"]],_t={served:"A fact that searches find",proposed:"\
A fact that waits for your decision",unsupported:"A fact that its message does not say",stale:"A fact whose message has \
changed",rejected:"A fact that was refused",superseded:"A fact whose place another one took"};function ne(e,{standing:n,
derived_by:o}){return n?n==="served"&&o&&e.status.unused.includes(o)?De("unused","not in use",`A fact of ${o}, whose fac\
ts are not in use: searches do not find it`):De(n,n==="served"?"fact":n,_t[n]):null}var De=(e,n,o)=>t("span",{class:"mkx\
-fact","data-standing":e,title:o},n);function je(e){let n=se("Show",a=>{let[l,r]=a.split(" ");e.filter("set_kind",{kind:l,
standing:r??null})}),o=t("label",{class:"mkx-label",hidden:!0},"Show ",n),s=t("button",{type:"button",class:"mkx-waiting",
hidden:!0,title:"Show the facts that wait for your decision",onclick:()=>e.filter("set_kind",{kind:"facts",standing:"pro\
posed"})});return te(n,[{value:"all",text:"messages and facts"},{value:"messages",text:"messages"},{value:"facts",text:"\
facts"},...Ot.map(([a,l])=>({value:`facts ${a}`,text:`facts: ${l}`}))],"all"),e.on("status",a=>{o.hidden=!a.facts&&a.kind===
"all",n.value=[a.kind,a.standing].filter(Boolean).join(" ");let l=a.kind==="facts"&&a.standing==="proposed";s===document.
activeElement&&(l||!a.waiting)&&n.focus({preventScroll:!0}),s.hidden=!a.waiting||l,s.textContent=`${B(a.waiting,"fact")}\
 to decide`}),[o,s]}var Tt={new:"is new",adds:"adds to",changes:"took the place of",corrects:"corrected",same:"says the same as"},Mt={new:"w\
ould be new",adds:"would add to",changes:"would take the place of",corrects:"would correct",same:"says the same as"},ke=(e,{
id:n,text:o})=>t("button",{type:"button",class:"mkx-memory",title:"Show all about it",onclick:()=>{e.from="near",e.tell(
"open",n)}},J(o)),he=(e,...n)=>t("div",{class:"mkx-part"},t("h3",{},e),...n),Dt=new Set(["start","end","precision","choi\
ce","old","adds","problems","speaker"]),Ne=e=>Object.entries(e).filter(([n])=>!Dt.has(n)).map(([n,o])=>[n,Array.isArray(
o)?o.map(X).join(", "):X(o)]);function Le(e,{fact:n,record:o},s){if(!n)return[];let a=t("div",{class:"mkx-standing"},ne(
e,o),t("span",{},`${jt(e,n,o.derived_by)}.`),...s),l=n.problems.map(r=>t("p",{class:"mkw-note mkx-problem",dir:"auto"},r));
return[a,...l,...Nt(e,n),Lt(e,n.evidence)]}function jt(e,n,o){return n.standing==="served"&&o&&e.status.unused.includes(
o)?`“${o}” is not in use, so searches do not find it`:n.meaning}function Nt(e,n){let o=(a,l)=>t("div",{class:"mkx-di\
d"},t("span",{class:"mkw-muted"},a),ke(e,l)),s=n.standing==="proposed"?Mt:Tt;return[...n.old?[o(s[n.choice]??n.choice,n.
old)]:[],...n.superseded.map(a=>o(s[n.choice]??"took the place of",a)),...n.superseded_by?[o("superseded by",n.superseded_by)]:
[]]}function Lt(e,n){return n.length?he("Evidence",t("ul",{class:"mkx-evidence"},...n.map(o=>t("li",{"data-stands":String(
o.stands)},t("p",{class:"mkx-quoted",dir:"auto"},o.before,o.quote?t("mark",{},o.quote):null,o.after),t("div",{class:"mkx\
-about"},o.who?t("span",{dir:"auto"},`said by ${o.who}`):null,o.at?t("span",{},z(o.at)):null,t("span",{class:o.stands===
!1?"mkx-problem":null},o.said),o.id?t("button",{type:"button",class:"mkw-link",onclick:()=>{e.from="near",e.tell("open",
o.id)}},"Open the message"):t("span",{dir:"auto"},o.source)))))):he("Evidence",t("p",{class:"mkw-note"},"It names no mes\
sage."))}function Re(e,n,o){if(!n)return[];let s=t("details",{class:"mkx-part mkx-why",open:o.why,ontoggle:()=>{o.why=s.
open}},t("summary",{},"Why is this here?"),...Rt(n.origin),...Pt(e,n.origin.decision));return[s]}function Rt(e){let n=[e.
provider,e.model].filter((s,a,l)=>s&&l.indexOf(s)===a).join(": "),o=[["drawn by",`${e.derivation}${e.in_use?"":" (not in\
 use)"}`],["model",n],["prompts",e.prompts],["profile",e.profile],["drawn",`${z(e.drawn_at)}, change ${L(e.seq)}`],...e.
wishes.map(s=>["asked for",s])];return[t("div",{class:"mk-about"},...o.filter(([,s])=>s).map(([s,a])=>t("span",{class:"m\
k-pair",dir:"auto"},t("b",{},s)," ",a)))]}function Pt(e,n){if(!n)return[t("p",{class:"mkw-note"},"No decision of a model\
 is recorded: no old fact was near enough to be compared with it, or the record is gone.")];let o=[n.model,n.prompt].filter(
Boolean).join(", ");return[t("p",{class:"mkx-decided",dir:"auto"},t("span",{class:"mkw-muted"},`decided (${o}) `),t("b",
{},n.choice),n.why?`: ${n.why}`:""),t("p",{class:"mkw-muted"},`Compared with ${B(n.candidates.length,"old fact")}:`),t("\
ol",{class:"mkx-candidates"},...n.candidates.map(s=>t("li",{"data-chosen":String(s.id===n.old)},t("span",{class:"mkx-sig\
n","aria-hidden":"true"},s.id===n.old?"→":""),ke(e,s),s.id===n.old?t("span",{class:"mkw-said"},"the one that was chose\
n"):null)))]}function Pe(e,n,o){if(!n.length)return[];let s=o-n.length;return[he(`${B(o,"fact")} drawn from this`,t("ul",
{class:"mkx-drawn"},...n.map(a=>t("li",{},ne(e,a),ke(e,a)))),s>0?t("p",{class:"mkw-note"},`And ${L(s)} more.`):null)]}function Be(e,n,{
note:o,editing:s,draw:a,pane:l}){let{fact:r,id:i}=n;if(!r||!n.there||e.past()||r.standing==="rejected")return[];let m=async(E,b)=>{
await e.change(E,{ids:[i],...b},o)&&(s.delete(i),a(),e.status.standing==="proposed"?e.tell("gone",[i]):G(l,".mkx-review \
button, .mkx-first"))},v=t("button",{type:"button",title:"No search finds it any more, and it does not come back from th\
e same words",onclick:()=>m("reject",{})},"Reject");if(r.standing!=="proposed")return[t("div",{class:"mkw-row mkx-review"},
v)];let p=s.get(i);if(p)return[p];let u=t("button",{type:"button",title:"Escape",onclick:()=>x()},"Cancel"),k="Discard w\
hat you wrote?",x=()=>{if(w.value!==n.text&&u.textContent!==k){u.textContent=k,u.focus();return}s.delete(i),a(),G(l,".mk\
x-review button")},h=()=>m("accept",{text:w.value}),w=t("textarea",{rows:"2",dir:"auto","aria-label":"Text of this fact",
oninput:()=>{u.textContent="Cancel"},onkeydown:E=>{if(E.key==="Escape")x();else if(E.key==="Enter"&&(E.ctrlKey||E.metaKey))
h();else return;E.preventDefault()}});w.value=n.text;let O=t("form",{class:"mkx-review mkx-editor",onsubmit:E=>{E.preventDefault(),
h()}},w,t("div",{class:"mkw-row"},t("button",{type:"submit",class:"mkx-main",title:"Ctrl+Enter"},"Accept this text"),u));
return[t("div",{class:"mkw-row mkx-review"},t("button",{type:"button",class:"mkx-main",onclick:()=>m("accept",{})},"Acce\
pt"),t("button",{type:"button",onclick:()=>{s.set(i,O),a(),G(O,"textarea")}},"Edit, then accept"),v)]}var Ie=(e,n)=>e?t(
"span",{class:`mkx-happened mkx-of-${ce(n)}`},e):null;var xe=({document:e})=>e?[e.title,e.place].filter(Boolean).join(", "):"";function We(e,n){if(!n.document||e.status.document)
return null;let o=xe(n);return t("span",{class:"mkx-from",dir:"auto",title:`Read from ${o}`},o)}var be=(e,{uri:n,user_id:o,
agent_id:s,app_id:a,run_id:l})=>e.filter("set_document",{uri:n,user_id:o,agent_id:s,app_id:a,run_id:l}),we=e=>e?t("a",{class:"\
mkx-web",href:e,target:"_blank",rel:"noopener noreferrer",referrerpolicy:"no-referrer",title:e},"Open the page"):null;function Fe(e,n,o){
if(!o)return e;let s=new Set(["data.source","data.title","data.media_type"]);return e.filter(([a,l])=>!s.has(a)&&!(a==="\
source"&&l===n.sources[0])&&!(a==="vouched for by"&&l==="document"))}function Ue(e,n){if(!n)return[];let{start:o,end:s,number:a,
passages:l}=n,r=[n.place?t("span",{dir:"auto"},n.place):null,a?t("span",{},`passage ${L(a)} of ${L(l)}`):null,o==null||s==
null?null:t("span",{},`characters ${L(o)} to ${L(s)}`),we(n.link)];return[t("div",{class:"mkx-part mkx-passage"},t("h3",
{},"In the document"),t("div",{class:"mkx-did"},t("button",{type:"button",class:"mkx-memory mkx-title",title:`Show all t\
hat was read from ${n.where}`,onclick:()=>be(e,n)},J(n.title)),t("span",{class:"mkx-about"},...r)),...a?[qe(e,"before",n.
previous,"The document begins here."),qe(e,"after",n.next,"The document ends here.")]:[])]}function qe(e,n,o,s){let a=t(
"button",{type:"button",class:"mkx-memory",disabled:!o,title:o?`The passage ${n} it`:null,"data-step":n,onclick:()=>{o&&
(e.from="near",e.tell("open",o.id))}},J(o?o.text:s));return t("div",{class:"mkx-step"},t("span",{class:"mkw-muted"},n),a)}var Bt={user_id:"user",agent_id:"agent",app_id:"app",run_id:"run",type:"type",role:"said by"};function He(e){let n=t("p",
{class:"mkw-note mkx-trouble",role:"alert"}),o=t("div",{class:"mkx-pane"}),s=ae(()=>l?.code??""),a=t("section",{class:"m\
kx-detail","aria-label":"One memory",tabindex:"-1"},n,o,s.box),l=null,r=null,i=new Map,m=null,v=new Map,p={why:!1},u=()=>l?.
there&&!e.past()?i.get(l.id):void 0;async function k(){if(!e.open){l=null,w();return}try{l=await e.read("detail",{id:e.open},
"detail"),r=null,s.refresh()}catch(d){l=null,r=F(d)}w()}async function x(d){d!==l?.id&&(m=null,n.textContent=""),await k(),
h()}function h(){let d=o.firstElementChild??a,f=a.previousElementSibling&&a.getBoundingClientRect().left>=a.previousElementSibling.
getBoundingClientRect().right;a.scrollTop=0,!(e.from==="table"&&f)&&(d.scrollIntoView({block:"nearest"}),(o.querySelector(
".mkx-whole, .mkx-editor")??d).scrollIntoView({block:"nearest"}))}function w(){a.dataset.id=l?.id??"";let d=u(),f=[...i].
filter(([,D])=>D!==d&&O(D));if(!l){let D=r??(e.open?"Loading …":"Click a memory to see its history and what is near it\
.");o.replaceChildren(...E(f),t("p",{class:`mkw-note mkx-empty${r?" mkx-trouble":""}`,role:r?"alert":null},D),r&&e.past()?
t("button",{type:"button",onclick:()=>e.filter("set_at",{at:null})},"Back to now"):"");return}let C=l;Z(o,()=>{let D=[b(
C),...E(f)],U=[...Ue(e,C.passage),...Pe(e,C.drawn,C.drawn_total),...Re(e,C.fact,p),c(C),...C.nearest.map(g)];if(!d){let H=Be(
e,C,{note:n,editing:v,draw:w,pane:o});o.replaceChildren(...D,R(C),...Le(e,C,H),j(C),...U);return}let V=y(C,d);if(V.parentNode!==
o){o.replaceChildren(...D,V,...U);return}for(let H of[...o.children])H!==V&&H.remove();V.before(...D),V.after(...U)})}let O=d=>d.
text!==d.textBefore||d.about!==d.aboutBefore,E=d=>d.map(([f,C])=>t("div",{class:"mkx-unsaved",role:"status"},t("span",{},
"Not saved yet: ",t("span",{dir:"auto"},`“${C.text.slice(0,60)}${C.text.length>60?"…":""}”`)),t("button",{type:"bu\
tton",class:"mkw-link",onclick:async()=>{e.past()&&await e.filter("set_at",{at:null}),e.from="near",e.tell("open",f)}},"\
Go on"),t("button",{type:"button",class:"mkw-link",onclick:()=>{i.delete(f),w(),a.focus()}},"Discard")));function b(d){let f=d.
there&&!e.past(),C=m==="delete",D=u()?[]:[C?t("button",{type:"button",class:"mkx-first",onclick:()=>{m=null,w(),G(o,".mk\
x-remove")}},"Keep"):t("button",{type:"button",class:"mkx-first",disabled:!f,onclick:()=>S(d)},"Edit"),t("button",{type:"\
button",class:`mkx-remove${C?" mkw-danger":""}`,disabled:!f,onclick:()=>{C?I(d):(m="delete",w(),G(o,".mkx-remove"))}},C?
"Delete it?":"Delete"),s.button];return t("div",{class:"mkx-bar"},t("code",{class:"mk-id",title:d.id},`#${d.id.slice(-8)}`),
A(d.id)?t("button",{type:"button",class:"mkw-link",onclick:()=>{let U=A(d.id);U?.scrollIntoView({block:"nearest"}),U?.focus(
{preventScroll:!0})}},"Back to the hits"):null,d.there?null:t("span",{class:"mkw-note"},e.past()?"not there at that time":
"deleted; undo brings it back"),t("span",{class:"mkx-buttons"},...D))}let A=d=>e.from==="hit"?a.closest(".mkx")?.querySelector(
`.mkx-hit[data-id="${CSS.escape(d)}"] .mkx-memory`):null,R=d=>t("p",{class:`mkx-whole${d.there?"":" mk-gone"}`,dir:"auto"},
d.record.text);function j(d){let{record:f}=d,C=Object.entries(Bt).filter(([q])=>f[q]&&!(q==="type"&&f.type==="semantic")).
map(([q,K])=>[K,String(f[q])]),D=[["occurred",f.occurred_at],["created",f.created_at],["updated",f.updated_at===f.created_at?
null:f.updated_at],["expires",f.expires_at],["valid from",f.valid_from],["valid to",f.valid_to]].filter(([,q])=>q).map(([
q,K])=>[q,z(K)]),U=d.fact?[["said by",f.said_by??""],...Ne(f.data)]:[["withheld",f.withheld??""],["superseded by",f.superseded_by??
""],["vouched for by",f.said_by??""],["derived by",f.derived_by??""],...f.sources.map(q=>["source",q]),...Object.entries(
f.data).map(([q,K])=>[`data.${q}`,X(K)])],V=Fe([["pinned",f.pinned?"yes":""],...U].filter(([,q])=>q),f,d.passage),H=[...C,
...V,...Object.entries(f.metadata).map(([q,K])=>[q,Array.isArray(K)?K.map(X).join(", "):X(K)]),...D];return t("div",{class:"\
mk-about mkx-facts"},...H.map(([q,K])=>t("span",{class:"mk-pair",dir:"auto"},t("b",{},q)," ",K)))}function S(d){i.set(d.
id,{seen:d.record.seq,text:d.text,textBefore:d.text,about:d.metadata_text,aboutBefore:d.metadata_text}),w(),G(o,"textare\
a")}let _=new WeakMap;function y(d,f){let C=_.get(f)??N(d,f);return _.set(f,C),C.show(d),C.form}function N(d,f){let C=t(
"textarea",{rows:"3","aria-label":"Text",dir:"auto",oninput:()=>{f.text=Ee(f.textBefore,C.value),H()}}),D=t("textarea",{
rows:"4","aria-label":"Metadata as JSON",class:"mkx-mono",spellcheck:"false",dir:"auto",oninput:()=>{f.about=D.value,H()}});
C.value=f.text,D.value=f.about;let U=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),V=t("button",{type:"button",title:"\
Escape",onclick:()=>$()},"Cancel");function H(){m=null,V.textContent="Cancel"}async function q(){if(!O(f)){K();return}let W={
id:d.id,seen:f.seen,...f.text===f.textBefore?{}:{text:f.text},...f.about===f.aboutBefore?{}:{typed:f.about.trim()||"{}"}};
await e.change("edit",W,U)&&(K(),k())}function K(){m=null,i.delete(d.id),w(),a.focus({preventScroll:!0})}function $(){if(m===
"discard"||!O(f)){K();return}m="discard",V.textContent="Discard what you wrote?",V.focus()}let M=t("p",{class:"mkw-note \
mkx-moved",role:"status"});return{form:t("form",{class:"mkx-editor",onsubmit:W=>{W.preventDefault(),q()},onkeydown:W=>{if(W.
key==="Escape")$();else if(W.key==="Enter"&&(W.ctrlKey||W.metaKey))q();else return;W.preventDefault()}},M,t("label",{},t(
"span",{class:"mkw-muted"},"Text"),C),t("label",{},t("span",{class:"mkw-muted"},"Metadata"),D),U,t("div",{class:"mkw-row"},
t("button",{type:"submit",class:"mkx-main",title:"Ctrl+Enter"},"Save"),V)),show:W=>{M.textContent=W.record.seq===f.seen?
"":"This memory was changed elsewhere since you began: see its history below. What you do not touch stays as it is there\
."}}}async function I(d){m=null,await e.change("delete",{ids:[d.id]},n)&&e.tell("gone",[d.id])}function c(d){return t("d\
iv",{class:"mkx-part"},t("h3",{},"History"),t("ol",{class:"mkx-history"},...d.history.map((f,C)=>t("li",{},t("div",{class:"\
mkw-row"},t("span",{class:"mkx-number mkw-muted"},`v${f.version}`),fe(f.event),Ie(f.happened,f.event),t("span",{class:"m\
kw-muted",title:`${f.at}, change ${f.seq}`},`${z(f.at)}${f.actor?` by ${f.actor}`:""}`),...f.undoable&&!e.past()?T(f,C):
[]),f.reason?t("div",{class:"mkw-note",dir:"auto"},f.reason):null,f.text.length?f.event==="UPDATE"?pe(f.text):J(f.text.map(
([,D])=>D).join("")):null,...f.fields.map(D=>t("div",{class:"mkx-field"},t("span",{class:"mkw-muted"},`${D.name.replace(
"metadata.","")} `),D.old?t("del",{dir:"auto"},D.old):null,D.new?t("ins",{dir:"auto"},D.new):null))))))}function T(d,f){
let C=d.event==="ADD"||f>0,D=m===d.seq,U=D?d.event==="ADD"?"Delete it?":`Undo ${B(f+1,"change")}?`:"Undo";return[D?t("bu\
tton",{type:"button",class:"mkw-link",onclick:()=>{m=null,w(),a.focus({preventScroll:!0})}},"Keep"):null,t("button",{type:"\
button",class:`mkx-undo${D?" mkw-danger":" mkw-link"}`,"data-seq":String(d.seq),title:`Back to the state before this cha\
nge, as m.undo(${d.seq})`,onclick:async()=>{if(C&&!D){m=d.seq,w(),G(o,`[data-seq="${d.seq}"]`);return}m=null,await e.change(
"undo",{seqs:[d.seq]},n)&&a.focus({preventScroll:!0})}},U)]}function g(d){return t("div",{class:"mkx-part"},t("h3",{dir:"\
auto"},`Nearest in ${d.space}`),d.neighbours.length?t("ol",{class:"mkx-neighbours"},...d.neighbours.map(f=>t("li",{},t("\
span",{class:"mkx-number",title:"Cosine, up to 1"},Q(f.cosine)),t("button",{type:"button",class:"mkx-memory",onclick:()=>{
e.from="near",e.tell("open",f.id)}},J(f.text))))):t("p",{class:"mkw-note"},"No other memory is here to be near."))}return e.
on("open",x),e.on("data",k),w(),a}var It=0;function Ke({word:e,every:n,onpick:o}){let s=`mkx-pick-${++It}`,a=[],l=[],r=0,i=t("button",{type:"button",class:"\
mkx-pickbutton","aria-haspopup":"listbox","aria-expanded":"false",onclick:()=>p.hidden?k():x(!0)}),m=t("input",{type:"te\
xt",role:"combobox",autocomplete:"off",spellcheck:"false",dir:"auto",placeholder:`Search or type a ${e}`,"aria-label":`S\
earch or type a ${e}`,"aria-controls":s,"aria-expanded":"true",oninput:()=>{r=0,h()},onkeydown:w}),v=t("ul",{class:"mkx-\
options",role:"listbox",id:s,"aria-label":e}),p=t("div",{class:"mkx-pop",hidden:!0},m,v),u=t("span",{class:"mkx-pick",onfocusout:b=>{
ie(u,b.relatedTarget)||x(!1)}},i,p);function k(){p.hidden=!1,i.setAttribute("aria-expanded","true"),m.value="",r=0,h();let b=u.
closest(".mkx")?.getBoundingClientRect().right??1/0;p.classList.toggle("mkx-left",u.getBoundingClientRect().left+p.offsetWidth>
b),m.focus()}function x(b){p.hidden=!0,i.setAttribute("aria-expanded","false"),b&&i.focus()}function h(){let b=m.value.trim(),
A=a.filter(R=>R.value.toLowerCase().includes(b.toLowerCase()));l=b?A:[{value:null},...A],b&&!a.some(R=>R.value===b)&&(l=
[...l,{value:b,typed:!0}]),r=Math.max(0,Math.min(r,l.length-1)),v.replaceChildren(...l.map((R,j)=>t("li",{role:"option",
id:`${s}-${j}`,"aria-selected":String(j===r),onmousedown:S=>S.preventDefault(),onclick:()=>O(R.value)},t("span",{class:"\
mkx-option",dir:"auto"},R.value==null?n:R.typed?`“${R.value}”`:R.value),R.count==null?null:t("span",{class:"mkw-mute\
d"},L(R.count))))),m.setAttribute("aria-activedescendant",`${s}-${r}`),v.children[r]?.scrollIntoView({block:"nearest"})}
function w(b){let A=b.key==="ArrowDown"?1:b.key==="ArrowUp"?-1:0;if(A)r=Math.max(0,Math.min(r+A,l.length-1));else if(b.key===
"Enter")l[r]&&O(l[r].value);else if(b.key==="Escape")x(!0);else return;b.preventDefault(),A&&h()}function O(b){x(!0),o(b)}
function E(b,A){a=b,i.replaceChildren(t("span",{class:"mkw-muted"},`${e[0].toUpperCase()}${e.slice(1)} `),t("span",{class:"\
mkx-picked",dir:"auto"},A??n)),i.setAttribute("aria-label",`${e}: ${A??n}`)}return E([],null),{element:u,show:E}}var qt={user:"everyone",agent:"any",app:"any",run:"any"};function Ge(e){let n=t("b",{dir:"auto"}),o=t("span",{}),s=t("sp\
an",{class:"mkx-recall"}),a=t("span",{class:"mkx-live",role:"status"}),l=se("Space",x=>e.filter("use_space",{space:x})),
r=Object.fromEntries(Object.entries(ee).map(([x,h])=>[x,Ke({word:h,every:qt[h],onpick:w=>e.filter("set_scope",{...e.status.
scope,[x]:w})})])),i=ae(()=>e.lastCode??"");e.on("code",i.refresh);function m(x){n.textContent=x.url.split("/").pop()||x.
url,n.title=x.url;let h=x.spaces.find(({key:w})=>w===x.space);o.textContent=[h?`${h.key} (${L(h.dim)} d)`:"no space yet",
x.shown===x.total?B(x.total,"memory","memories"):`${L(x.shown)} of ${B(x.total,"memory","memories")}`].join(" · "),s.textContent=
x.recall?.short??"",s.title=x.recall?.said??"",te(l,x.spaces.map(w=>({value:w.key,text:`${w.key}${w.ready?"":" (filling)"}`,
disabled:!w.ready,title:`${L(w.dim)} dimensions, ${B(w.count,"vector")}${w.default?", the default":""}`})),h?.key??""),u.
hidden=x.spaces.length<2;for(let[w,O]of Object.entries(r)){let E=x.scopes[w]??[];O.show(E,x.scope[w]),O.element.hidden=w!==
"user_id"&&!E.length&&x.scope[w]==null}}let v;function p(x,h=null){clearTimeout(v),a.dataset.state=x,a.textContent=h??{live:"\
live",busy:"waiting for the kernel",gone:"not connected"}[x],h&&(v=setTimeout(()=>p(x),6e3))}let u=t("label",{class:"mkx\
-label"},"Space ",l),k=t("header",{class:"mkx-head"},t("div",{class:"mkx-what"},n,o,s),t("div",{class:"mkx-controls"},u,
...Object.values(r).map(x=>x.element),i.button,a));return e.on("status",m),p("live"),{element:k,code:i.box,say:p}}function Ve(e){let n="http://www.w3.org/2000/svg",o=document.createElementNS(n,"svg");for(let[a,l]of Object.entries({viewBox:"\
0 0 16 16",width:"16",height:"16","aria-hidden":"true"}))o.setAttribute(a,l);let s=document.createElementNS(n,"path");return s.
setAttribute("d","M2 7h2.5v6.5H2zM4.5 7.2 7.6 2.2c1.2 0 1.7.9 1.4 2L8.4 6.5h4.2c.9 0 1.5.8 1.3 1.6l-1.1 4.3c-.2.7-.7 1.1\
-1.4 1.1H4.5"),e==="down"&&s.setAttribute("transform","rotate(180 8 8)"),o.append(s),o}var Wt={semantic:"semantic",bm25:"BM25",role:"role",context:"context",recency:"recency",rerank:"reranker"},ze=e=>Wt[e]??
e,Je=e=>`mk-${["semantic","bm25","context","recency","rerank"].includes(e)?e:"other"}`,Ye=e=>t("span",{class:`mk-key ${Je(
e)}`}),Qe=e=>t("div",{class:"mkx-legend","aria-hidden":"true"},...e.map(n=>t("span",{},Ye(n),ze(n))));function Xe(e,n,o,s){
return t("li",{class:`mkx-hit${n.other_space?" mkx-two":""}${o.weak?" mkx-weak":""}`,"data-id":o.id},t("span",{class:"mk\
x-rank"},String(o.rank)),t("div",{class:"mkx-what2"},t("button",{type:"button",class:"mkx-memory",title:"Show all about \
it",onclick:()=>{e.from="hit",e.tell("open",o.id)}},J(o.text)),t("span",{class:"mkx-about"},ne(e,o),...Ft(o,e.status))),
n.other_space?Ht(o,n.other_space):null,t("span",{class:"mkx-score"},t("b",{class:"mkx-number"},Q(o.score)),Ut(o)),Kt(e,n.
query,o,s))}function Ft(e,{scope:n,document:o}){let s=o?e.document?.place:xe(e),a=[...s?[["",s]]:[],["",oe(e.occurred_at??
e.created_at)]];for(let[l,r]of Object.entries(ee))e[l]&&n[l]==null&&a.push([r,String(e[l])]);for(let[l,r]of Object.entries(
e.metadata).slice(0,2))a.push([l,X(r)]);for(let l of e.notes)a.push(["",l]);return a.map(([l,r])=>t("span",{dir:"auto",title:l?
`${l}: ${r}`:null},r))}function Ut(e){let n=Object.entries(e.reasons).filter(([,r])=>Math.abs(r)>=.005),o=e.relevance==null?
"":`relevance ${Q(e.relevance)}`,s=[o,n.map(([r,i])=>`${ze(r)} ${Q(i)}`).join(", ")].filter(Boolean).join("; "),a=e.score,
l=n.filter(([,r])=>r>0).map(([r,i])=>{let m=Math.max(0,Math.min(i,a));a-=m;let v=t("span",{class:Je(r)});return v.style.
width=`${100*m/e.full_bar}%`,v});return t("span",{class:"mkx-bars",title:s},t("span",{class:"mk-bar",role:"img","aria-la\
bel":s},...l),t("span",{class:"mkx-values","aria-hidden":"true"},o?t("span",{},o):null,...n.map(([r,i])=>t("span",{},Ye(
r),Q(i)))))}function Ht(e,n){let o=e.other?.rank??null,s=e.other?.shift??0,a=o==null?"not near":`#${L(o)}`,l=s?s>0?` ▲ ${L(
s)}`:` ▼ ${L(-s)}`:"",r=o==null?`Not near the top in ${n}`:`Rank ${o} in ${n}${s?`, ${B(Math.abs(s),"place")} ${s>0?"h\
igher":"lower"}`:", the same"}`;return t("span",{class:"mkx-there",title:r,"aria-label":r,role:"img"},a,t("span",{class:s>
0?"mkx-up":s<0?"mkx-down":""},l))}function Kt(e,n,o,s){let l=[[!0,"Relevant","up"],[!1,"Not relevant","down"]].map(([i,m,
v])=>t("button",{type:"button",class:`mkx-thumb mkx-${v}thumb`,"aria-label":m,title:`${m} to this question`,"aria-presse\
d":String(o.rated===i),disabled:e.past(),onclick:()=>r(o.rated===i?null:i)},Ve(v)));async function r(i){try{e.show(await e.
ask("rate",{query:n,id:o.id,relevant:i})),o.rated=i,l.forEach((m,v)=>m.setAttribute("aria-pressed",String(o.rated===(v===
0))))}catch(m){s(F(m))}}return t("span",{class:"mkx-thumbs",role:"group","aria-label":"Rate this hit"},...l)}var Ze=150;function et(e,n){let o=t("input",{type:"search",placeholder:"Ask in your own words, e.g. where does she live?",
"aria-label":"Search",autocomplete:"off",dir:"auto",oninput:Y(Ze,()=>_()),onkeydown:c=>{c.key==="Enter"&&_()}}),s=t("inp\
ut",{type:"number",min:"1",max:"100",value:"10","aria-label":"k, how many hits",onchange:()=>_()}),a=t("input",{type:"ra\
nge",min:"0",max:"1",step:"0.01",value:"0","aria-label":"Least score",oninput:()=>{j(),O()}}),l=t("output",{class:"mkx-n\
umber"}),r=se("Compare with",()=>_()),i=t("input",{type:"checkbox",onchange:()=>_()}),m=t("input",{type:"text",placeholder:"\
no filter; e.g. category = 'food' and priority >= 3","aria-label":"where, a filter",autocomplete:"off",dir:"auto",spellcheck:"\
false",oninput:Y(400,()=>S()),onkeydown:c=>{c.key==="Enter"&&S()}}),v=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),
p=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),u=t("p",{class:"mkw-note",role:"status"}),k=t("div",{class:"mkx-res\
ults"}),x=ae(()=>E?.code??"# Nothing was searched yet."),h=t("label",{class:"mkx-label",hidden:!0},"compare with ",r),w=t(
"label",{class:"mkx-label",hidden:!0},i," rerank"),O=Y(Ze,()=>_()),E=null,b,A=t("div",{class:"mkx-options2"},t("label",{
class:"mkx-label"},"k ",s),t("label",{class:"mkx-label"},"score at least ",a,l),h,w),R=t("section",{class:"mkx-search","\
aria-label":"Search"},t("form",{class:"mkx-line",onsubmit:c=>c.preventDefault()},t("label",{class:"mkx-grow"},t("span",{
class:"mkx-word"},"Search"),o),A),t("div",{class:"mkx-line"},t("label",{class:"mkx-grow"},t("span",{class:"mkx-word"},"w\
here"),m),n),v,p,t("div",{class:"mkw-row mkx-found"},u,x.button),k,x.box);x.button.hidden=!0;function j(){l.textContent=
a.value==="0"?"any":Q(Number(a.value))}async function S(){if(m.value.trim()===(e.status.where??"")){v.textContent=e.status.
trouble??"";return}await e.filter("set_where",{where:m.value.trim()})}async function _(){if(p.textContent="",clearTimeout(
b),!o.value.trim()){E=null,k.replaceChildren(),u.textContent="",x.button.hidden=x.box.hidden=!0;return}b=setTimeout(()=>{
u.textContent="Searching …"},300);try{let c=await e.read("search",{query:o.value,k:Math.max(1,Math.min(100,Number(s.value)||
10)),threshold:a.value==="0"?null:Number(a.value),other:r.value||null,rerank:i.checked},"search");if(clearTimeout(b),!o.
value.trim())return;E=c,y(c)}catch(c){clearTimeout(b),u.textContent="",p.textContent=F(c)}}function y(c){e.show(c),x.button.
hidden=!1,x.refresh(),u.classList.toggle("mkx-nothing",c.weak),u.textContent=c.weak?`${c.said} ${N(c)}.`:c.said||N(c);let T=d=>Xe(
e,c,d,f=>{p.textContent=f}),g=(d,f,C=!1)=>f.length?t("ol",{class:`mkx-hits${C?" mkx-pale":""}`,"aria-label":d},...f.map(
T)):null;Z(k,()=>k.replaceChildren(...[c.hits.length||c.below.length?Qe(c.signals):null,g("Hits",c.hits),I(c.below.length,
c.below[0]?.why==="threshold"?"below the threshold":`after the best ${c.k}`),g("Just missed",c.below,!0),I(c.other_only.
length,`only in ${c.other_space}`),g(`Only in ${c.other_space}`,c.other_only,!0)].filter(d=>d!=null))),R.dataset.query=c.
query,a.max=String(Math.max(1,Number(a.value),Math.ceil(c.best*10)/10))}function N(c){let T=c.other_space?`, with their \
ranks in ${c.other_space}`:"";return`${B(c.hits.length,"hit")} among ${B(e.status.shown,"memory","memories")} in ${c.space}${T}`}
let I=(c,T)=>c?t("div",{class:"mkx-divider"},T):null;return e.on("status",c=>{let T=c.spaces.filter(g=>g.ready&&g.key!==
c.space);te(r,[{value:"",text:"no space"},...T.map(({key:g})=>({value:g,text:g}))],T.some(({key:g})=>g===r.value)?r.value:
""),h.hidden=!T.length,w.hidden=!c.reranker,document.activeElement!==m&&!c.trouble&&(m.value=c.where),v.textContent=c.trouble,
m.setAttribute("aria-invalid",String(!!c.trouble))}),e.on("data",c=>{c==="query"&&(o.value=e.status.query??""),(o.value.
trim()||c==="query")&&_()}),j(),o.value=e.firstQuery,R}var Gt=2,Vt=20;function tt(e,{select:n,coming:o}){let s=(S,_)=>t("button",{type:"button",onclick:_},S),a=t("b",{role:"st\
atus"}),l=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),r=t("form",{class:"mkx-line",hidden:!0,onsubmit:S=>{S.preventDefault(),
x?.act()}}),i={accept:s("Accept",()=>O("accept")),reject:s("Reject",()=>O("reject")),tag:s("Tag",()=>O("tag")),merge:s("\
Merge",()=>O("merge")),remove:s("Delete",()=>O("remove")),export:s("Export",()=>O("export")),none:s("Clear",()=>{n({how:"\
none"}),e.tell("gone",null)})},m=t("p",{class:"mkw-note mkx-hint"},"Click a row to open it, Shift+click to select as far\
 as there, Ctrl+click for one more."),v=t("div",{class:"mkx-bulkslot"},m),p=t("div",{class:"mkx-bulk",role:"group","aria\
-label":"Selected memories",hidden:!0},t("div",{class:"mkw-row"},a,...Object.values(i)),r,l);v.append(p);let u=0,k={tag:"",
file:"memories.jsonl"},x=null,h=(S,_="mkx-main")=>t("button",{type:"submit",class:_},S),w={tag:()=>{let S=t("input",{type:"\
text",class:"mkx-grow",placeholder:"e.g. category=food; old=null removes a key","aria-label":"Metadata to set",dir:"auto",
oninput:()=>{k.tag=S.value}});return S.value=k.tag,{parts:[t("label",{class:"mkx-grow"},t("span",{class:"mkw-muted"},"se\
t"),S),h("Set")],act:async()=>{await A("tag",{typed:S.value})&&(k.tag="")}}},remove:()=>({parts:[t("span",{},u?`Delete ${B(
u,"memory","memories")}? Undo brings ${u===1?"it":"them"} back.`:"Delete what is selected?"),h("Delete","mkw-danger")],act:()=>A(
"delete",{})}),accept:()=>({parts:[t("span",{},`Accept the proposed facts of ${B(u,"memory","memories")}?`),h("Accept")],
act:()=>A("accept",{})}),reject:()=>({parts:[t("span",{},`Reject the facts among ${B(u,"memory","memories")}? No search \
finds them then.`),h("Reject","mkw-danger")],act:()=>A("reject",{})}),merge:()=>{let S=t("select",{"aria-label":"The mem\
ory to keep",class:"mkx-grow"});return e.read("chosen").then(_=>te(S,_.map(({id:y,text:N})=>({value:y,text:N})),_[0]?.id),
_=>{l.textContent=F(_)}),{parts:[t("label",{class:"mkx-grow"},t("span",{class:"mkw-muted"},"keep"),S),t("span",{class:"m\
kw-muted"},`and delete the other ${u===2?"one":L(u-1)}`),h("Merge","mkw-danger")],act:()=>A("merge",{keep:S.value})}},export:()=>{
let S=t("input",{type:"text",class:"mkx-grow","aria-label":"File to write",value:k.file,oninput:()=>{k.file=S.value}});return{
parts:[t("label",{class:"mkx-grow"},t("span",{class:"mkw-muted"},"file"),S),h("Write")],act:()=>A("export",{path:S.value.
trim()})}}};function O(S){l.textContent="",E(S),p.hidden=r.hidden=!1,G(r,r.querySelector("input")?"input":"button")}function E(S){
let{parts:_,act:y}=w[S]();x={what:S,act:y},r.replaceChildren(..._,t("button",{type:"button",onclick:()=>{b(),i[S].focus()}},
"Cancel"))}function b(){x=null,r.hidden=!0,l.textContent=""}async function A(S,_){let y=S==="merge"?_:{..._,selected:!0},
N=await e.change(S,y,l);return N&&(b(),e.tell("gone",null)),N}function R(){a.textContent=`${L(u)} selected`,p.hidden=u===
0,m.hidden=u!==0,i.merge.hidden=u<Gt||u>Vt,i.accept.hidden=!e.status.waiting,i.reject.hidden=!e.status.facts||e.status.kind===
"messages";for(let S of[i.accept,i.reject,i.tag,i.merge,i.remove])S.disabled=e.past()}function j(S){let _=S!==u;u=S;let y=x;
if(R(),!y)return;let{hidden:N,disabled:I}=i[y.what];if(!N&&!I&&(u||o())){p.hidden=!1,_&&!r.querySelector("input")&&Z(r,()=>E(
y.what));return}let T=r.contains(document.activeElement);b(),T&&e.tell("gone",[])}return e.on("selection",j),e.on("statu\
s",S=>j(S.selected)),{element:v,remove:()=>{(u||o())&&!e.past()&&O("remove")}}}var zt=[{name:"user_id",text:"User"},{name:"agent_id",text:"Agent"},{name:"app_id",text:"App"},{name:"run_id",text:"Run"},
{name:"type",text:"Type"},{name:"occurred_at",text:"Occurred"},{name:"created_at",text:"Created"},{name:"updated_at",text:"\
Updated"}],nt={name:"place",text:"Place"},Jt={name:"memory",text:"Memory"};function ot(e){let n=null,o=[],s=t("div",{class:"\
mkx-options",role:"group","aria-label":"Columns"}),a=t("button",{type:"button",class:"mkw-link",onclick:()=>{n=null,e()}},
"As usual"),l=t("div",{class:"mkx-pop mkx-left",hidden:!0},s,a),r=t("button",{type:"button",class:"mkx-pickbutton","aria\
-expanded":"false",onclick:()=>m(!!l.hidden)},"Columns"),i=t("span",{class:"mkx-pick",onkeydown:k=>{k.key==="Escape"&&(m(
!1),r.focus())},onfocusout:k=>{k.relatedTarget&&!ie(i,k.relatedTarget)&&m(!1)}},r,l);function m(k){l.hidden=!k,r.setAttribute(
"aria-expanded",String(k)),k&&G(s,"input")}function v(k,x){let h=k.metadata.map(({key:A})=>({name:`metadata.${A}`,text:A}));
o=[...k.documents||k.document?[nt]:[],...zt,...h];let w=A=>k.scope[A]==null&&(k.scopes[A]??[]).length>1,O=h.find(({text:A})=>A===
"category")??h[0],E=k.document?[nt.name,"updated_at"]:[...["user_id","agent_id"].filter(w),...x?["occurred_at"]:[],...O?
[O.name]:[],"updated_at"],b=n??E;return p(b),[Jt,...b.flatMap(A=>o.find(R=>R.name===A)??[])]}function p(k){a.hidden=n==null,
Z(s,()=>s.replaceChildren(...o.map(({name:x,text:h})=>t("label",{class:"mkx-check",dir:"auto"},t("input",{type:"checkbox",
checked:k.includes(x),onchange:()=>u(x,k)}),h))))}function u(k,x){n=x.includes(k)?x.filter(h=>h!==k):[...x,k],e()}return{
element:i,list:v}}function st(e,n,o){let s=Math.floor(e/30),a=Math.ceil(Math.max(n-30,30)/30)+1;return[Math.max(0,s),Math.min(o,s+a)]}var at=([
e,n],o)=>[Math.max(0,e-12),Math.min(o,n+12)];function rt([e,n],o,s){let[a,l]=[e,n];if(!s){for(;a<l&&o.has(a);)a++;for(;l>
a&&o.has(l-1);)l--;if(a>=l)return null}let r=Math.max(0,a-60);return{first:r,number:Math.max(l+60-r,120)}}function lt(e,n,o){
let s=e*30;return s<n?s:s+60>n+o?s+60-o:n}function it(e,n,o,s){let a=Math.max(1,Math.floor(o/30)-2),l={ArrowDown:1,ArrowUp:-1,
PageDown:a,PageUp:-a,Home:-1/0,End:1/0};return e in l?Math.max(0,Math.min(n+l[e],s-1)):null}var Qt=0;function ue(e,{label:n,note:o,ask:s,row:a,look:l,took:r,typed:i,moved:m}){let v=new Map,p={total:0,at:0,asking:!1,
stale:!1,high:420},u=new Map,k=t("div",{class:"mkx-tr mkx-th",role:"row","aria-rowindex":"1"}),x=t("div",{class:"mkx-spa\
ce",role:"rowgroup"}),h=t("div",{class:"mkx-grid",role:"grid",tabindex:"0","aria-label":n,id:`mkx-grid-${++Qt}`,onscroll:()=>E(),
onkeydown:N,onfocus:()=>c()},t("div",{role:"rowgroup",class:"mkx-head2"},k),x),w=()=>st(h.scrollTop,p.high,p.total),O=0;
function E(){O||=requestAnimationFrame(()=>{O=0,b(),j()})}function b(){let[g,d]=at(w(),p.total);x.style.height=`${p.total*
30}px`;for(let[C,D]of u)C>=g&&C<d&&D.look===A(C)||(D.element.remove(),u.delete(C));let f=x.firstChild;for(let C=g;C<d;C++){
let D=u.get(C)??{element:R(C),look:A(C)};u.set(C,D),D.element===f?f=D.element.nextSibling:x.insertBefore(D.element,f)}c()}
function A(g){let d=v.get(g);return d?l(d):""}function R(g){let{attributes:d,cells:f}=a(v.get(g),g),C=t("div",{class:"mk\
x-tr",role:"row",id:`${h.id}-${g}`,"aria-rowindex":String(g+2),...d},...f);return C.style.top=`${g*30}px`,C}async function j(){
let g=rt(w(),v,p.stale);if(p.asking||!g)return;p.asking=!0;let d=p.stale;p.stale=!1;try{S(await s(g),d)}catch(f){o.textContent=
F(f),p.asking=!1;return}p.asking=!1,E()}function S(g,d){o.textContent=g.trouble??"",(d||g.total!==p.total||v.size>4e3)&&
v.clear(),g.rows.forEach((f,C)=>{f&&v.set(g.first+C,f)}),p.total=g.total,p.at=Math.min(p.at,Math.max(0,p.total-1)),h.setAttribute(
"aria-rowcount",String(p.total+1)),r(g),h.hidden=!p.total}function _(){p.stale=!0,j()}function y(){h.scrollTop=0,p.at=0,
_()}function N(g){if(g.target!==h)return;let d=it(g.key,p.at,h.clientHeight,p.total);if(d!==null)I(d,g.shiftKey);else if(!i(
g))return;g.preventDefault()}function I(g,d){p.at=g;let f=lt(g,h.scrollTop,h.clientHeight);f!==h.scrollTop&&(h.scrollTop=
f),m?.(d),E()}function c(){let g=`${h.id}-${p.at}`;for(let d of x.children)d.classList.toggle("mkx-at",d.id===g);h.setAttribute(
"aria-activedescendant",g)}let T=new ResizeObserver(g=>{p.high=g[g.length-1].contentRect.height,E()});return T.observe(h),
e.ends.push(()=>T.disconnect()),{grid:h,head:k,rows:v,view:p,draw:E,reload:_,restart:y}}var de=[{name:"title",text:"Document",width:"minmax(0,1fr)"},{name:"type",text:"Type",width:"72px"},{name:"passages",text:"\
Passages",width:"80px"},{name:"characters",text:"Characters",width:"88px"},{name:"added_at",text:"Added",width:"88px"},{
name:"updated_at",text:"Changed",width:"88px"}],ge=new Set(["passages","characters"]);function ut(e,{memories:n,focus:o}){
let s={sort:"title",descending:!1,find:""},a=!1,l=!1,r=t("input",{type:"search",placeholder:"Find by name","aria-label":"\
Find documents by name",autocomplete:"off",dir:"auto",oninput:Y(150,()=>{s.find=r.value,p.restart()})}),i=t("span",{class:"\
mkw-note",role:"status"}),m=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),v=t("p",{class:"mkw-note mkx-empty"}),p=ue(
e,{label:"Documents",note:m,row:A,took:j,typed:S,look:y=>JSON.stringify([y,e.status.document?.uri,e.status.scope]),ask:async y=>{
let N=await e.read("documents",{...y,...s});return l&&e.show(N),l=!1,N}}),{grid:u,head:k,rows:x}=p;u.classList.add("mkx-\
docs"),u.style.setProperty("--columns",de.map(({width:y})=>y).join(" ")),u.setAttribute("aria-colcount",String(de.length));
let h=t("div",{class:"mkx-listed",hidden:!0},t("div",{class:"mkx-bar"},r,i),m,u,v),w=Me("What is listed",[{value:"memori\
es",text:"Memories"},{value:"documents",text:"Documents"}],y=>{O(y==="documents"),a&&r.focus({preventScroll:!0})});w.classList.
add("mkx-listing"),w.hidden=!0;function O(y){a=l=y,n.hidden=a,h.hidden=!a,w.show(a?"documents":"memories"),a&&p.reload()}
function E(){k.replaceChildren(...de.map(({name:y,text:N})=>{let I=s.sort===y;return t("span",{role:"columnheader",class:`\
mkx-td${ge.has(y)?" mkx-right":""}`,"aria-sort":I?s.descending?"descending":"ascending":"none"},t("button",{type:"button",
class:"mkx-sort","data-sort":y,onclick:()=>b(y)},N,t("span",{"aria-hidden":"true"},I?s.descending?" ▼":" ▲":"")))}))}
function b(y){s.descending=s.sort===y?!s.descending:y!=="title"&&y!=="type",s.sort=y,E(),G(k,`[data-sort="${y}"]`),p.restart()}
function A(y,N){let{document:I}=e.status,c=y&&I&&y.uri===I.uri&&Object.keys(ee).every(T=>y[T]===I[T]);return{attributes:{
"data-uri":y?.uri,"data-open":c?"true":null,"data-problem":y?.problem?"true":null,onclick:()=>{p.view.at=N,_(N)}},cells:de.
map(({name:T})=>R(y,T))}}function R(y,N){if(!y)return t("span",{role:"gridcell",class:"mkx-td mkw-muted"},N==="title"?"…":
"");if(N==="title"){let T=Object.keys(ee).filter(g=>y[g]!=null&&e.status.scope[g]==null).map(g=>String(y[g]));return t("\
span",{role:"gridcell",class:"mkx-td",title:[y.title,y.where,y.problem].filter(Boolean).join(`
`)},y.problem?t("span",{class:"mkx-fact mkx-incomplete"},"incomplete"):null,t("bdi",{},y.title),t("bdi",{class:"mkw-mute\
d"},[...T,y.where].join(" · ")))}let I=y[N],c=ge.has(N)?I==null?"":L(Number(I)):N.endsWith("_at")?oe(String(I)):String(
I);return t("span",{role:"gridcell",class:`mkx-td mkw-muted${ge.has(N)?" mkx-right":""}`,dir:"auto",title:N.endsWith("_a\
t")?z(String(I)):c},c)}function j(y){i.textContent=`${B(y.total,"document")}${s.find?" found":""}${e.past()?", as they w\
ere then":""}`,h.dataset.loaded="true";let N=e.whose()?` for ${e.whose()}`:"";v.textContent=y.total?"":s.find?`No docume\
nt is called “${s.find}”. Clear the box above to see all.`:e.past()?`There were no documents${N} then. Go back to no\
w to see those of today.`:`No documents${N} yet. Read some with m.ingest("folder") or %memkit ingest.`}function S(y){return y.
key!=="Enter"?!1:(_(p.view.at),!0)}async function _(y){let N=x.get(y);N&&(await be(e,N),O(!1),o())}return e.on("status",
y=>{w.hidden=!y.documents&&!y.document&&!a,E()}),e.on("data",()=>{a&&p.reload()}),O(!1),{choice:w,element:h}}function dt(e){
let n=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),o=t("span",{class:"mkx-what2"}),s=t("span",{role:"status"}),a=t(
"button",{type:"button",onclick:async()=>{await e.filter("set_document",{uri:null}),e.tell("gone",[])}},"All memories"),
l=t("button",{type:"button",class:"mkx-forget",onclick:()=>m?p():v(!0)}),r=t("button",{type:"button",onclick:()=>{v(!1),
l.focus()}},"Keep"),i=t("div",{class:"mkx-document",role:"group","aria-label":"The document that is shown",hidden:!0},o,
s,t("span",{class:"mkx-buttons"},r,l,a),n),m=!1;function v(k){m=k;let{document:x}=e.status,h=B(x?.deletes??0,"passage");
s.textContent=m?`Forget it? ${h} will be deleted; Undo brings ${x?.deletes===1?"it":"them"} back.`:"",s.hidden=r.hidden=
!m,a.hidden=m,l.textContent=m?`Forget ${h}`:"Forget this document",l.classList.toggle("mkw-danger",m)}async function p(){
let{document:k}=e.status;if(!k)return;let{uri:x,user_id:h,agent_id:w,app_id:O,run_id:E}=k,b=await e.change("forget_sourc\
e",{uri:x,user_id:h,agent_id:w,app_id:O,run_id:E},n);v(!1),b&&e.tell("gone",[])}let u="";return e.on("status",({document:k})=>{
i.hidden=!k,l.disabled=e.past()||!k?.deletes;let x=JSON.stringify(k);x!==u&&(u=x,n.textContent="",v(!1),o.replaceChildren(
...k?[t("span",{class:"mkw-muted"},"Read from "),t("b",{class:"mkx-title"},t("bdi",{},k.title))," ",t("bdi",{class:"mkw-\
muted mkx-where",title:k.where},k.where),we(k.link)??""]:[]))}),{element:i}}var Xt={sort:"place",descending:!1};function mt(e){let n={sort:"updated_at",descending:!0,find:""},o={anchor:0,dated:!1,
layout:""},s=[],a={...n},l=null,r=t("input",{type:"search",placeholder:"Filter the rows","aria-label":"Filter the rows",
autocomplete:"off",dir:"auto",oninput:Y(150,()=>{n.find=r.value,d()})}),i=t("span",{class:"mkw-note",role:"status"}),m=t(
"button",{type:"button",onclick:()=>H({how:"all"})},"Select all"),v=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),p=t(
"p",{class:"mkw-note mkx-empty"}),u=ue(e,{label:"Memories",note:v,row:I,took:T,typed:q,look:N,ask:$=>e.read("rows",{...$,
...n}),moved:$=>{$?V(u.view.at):o.anchor=u.view.at}}),{grid:k,head:x,rows:h,draw:w}=u;k.setAttribute("aria-multiselectab\
le","true");let O=ot(()=>{S(),w()}),E=0,b=tt(e,{select:H,coming:()=>E>0}),A=t("div",{class:"mkx-listed"},t("div",{class:"\
mkx-bar"},r,...je(e),i,m,O.element),dt(e).element,b.element,v,k,p),R=ut(e,{memories:A,focus:()=>(k.hidden?r:k).focus({preventScroll:!0})}),
j=t("section",{class:"mkx-table","aria-label":"All memories"},R.choice,A,R.element);function S(){s=O.list(e.status,o.dated);
let $=s.slice(1).map(({name:M})=>M.endsWith("_at")?"88px":M==="place"?"minmax(0,.6fr)":"minmax(0,96px)");k.style.setProperty(
"--columns",["28px","minmax(0,1fr)",...$].join(" ")),o.layout=s.map(({name:M})=>M).join(),k.setAttribute("aria-colcount",
String(s.length+1)),_()}function _(){x.replaceChildren(t("span",{role:"columnheader",class:"mkx-td"},t("span",{class:"mk\
w-said"},"Selected")),...s.map(({name:$,text:M})=>{let P=n.sort===$;return t("span",{role:"columnheader",class:"mkx-td",
dir:"auto","aria-sort":P?n.descending?"descending":"ascending":"none"},t("button",{type:"button",class:"mkx-sort","data-\
sort":$,onclick:()=>y($)},M,t("span",{"aria-hidden":"true"},P?n.descending?" ▼":" ▲":"")))}))}function y($){n.descending=
n.sort===$?!n.descending:$.endsWith("_at"),n.sort=$,_(),G(x,`[data-sort="${CSS.escape($)}"]`),d()}function N($){return`${$.
id} ${$.seq} ${e.status.unused} ${$.selected} ${$.id===e.open} ${l} ${o.layout}`}function I($,M){return{attributes:{"ari\
a-selected":String(!!$?.selected),"data-id":$?.id,"data-open":$&&$.id===e.open?"true":null,onclick:P=>C(M,P)},cells:[t("\
span",{role:"gridcell",class:"mkx-td mkx-mark",onclick:P=>{P.stopPropagation(),U(M)}},t("span",{class:"mkx-tick","aria-h\
idden":"true"})),...s.map(({name:P})=>c($,P))]}}function c($,M){if(!$)return t("span",{role:"gridcell",class:"mkx-td mkw\
-muted"},M==="memory"?"…":"");let P=Ae($,M),W=M.endsWith("_at")?String(P??""):null,re=W==null?X(P):oe(W);return t("spa\
n",{role:"gridcell",class:`mkx-td${M==="memory"?"":" mkw-muted"}`,dir:"auto",title:W==null?re:z(W)},...M==="memory"?[ne(
e,$),We(e,$)]:[],re)}function T($){j.dataset.loaded="true",i.textContent=g(),!o.dated&&$.rows.some(M=>M?.occurred_at)&&(o.
dated=!0,S()),j.classList.toggle("mkx-none",!u.view.total),p.textContent=u.view.total?"":e.emptiness(n.find)}function g(){
let $=s.find(({name:W})=>W===n.sort)?.text??n.sort,{shown:M}=e.status;return`${n.find&&u.view.total<M?`${L(u.view.total)}\
 of ${B(M,"memory","memories")}`:B(u.view.total,"memory","memories")}, by ${$.toLowerCase()}`}function d(){o.anchor=0,u.
restart()}function f({document:$}){let M=$!=null;M!==(l!=null)&&(M&&(a={...n}),Object.assign(n,M?Xt:{sort:a.sort,descending:a.
descending}));let P=$?.uri??null;P!==l&&(k.scrollTop=0,u.view.at=o.anchor=0),l=P,S()}function C($,M){if(k.focus({preventScroll:!0}),
M.shiftKey)return V($);if(u.view.at=o.anchor=$,M.ctrlKey||M.metaKey)return U($);D($);let P=h.get($);return P&&H({how:"on\
ly",id:P.id})}function D($){let M=h.get($);M&&(e.from="table",e.tell("open",M.id))}function U($){u.view.at=o.anchor=$;let M=h.
get($);return M?(M.selected=!M.selected,w(),H({how:"toggle",id:M.id})):null}function V($){u.view.at=$;let[M,P]=[Math.min(
$,o.anchor),Math.max($,o.anchor)];for(let[W,re]of h)re&&(re.selected=W>=M&&W<=P);return w(),H({how:"range",first:M,last:P})}
async function H($){E++;let M=await e.ask("select",{...$,...n}).catch(P=>(v.textContent=F(P),null));E--,e.tell("selectio\
n",M?M.count:e.status.selected)}function q($){if($.key==="Enter")D(u.view.at);else if($.key===" ")U(u.view.at);else if($.
key==="a"&&($.ctrlKey||$.metaKey))H({how:"all"});else if($.key==="Escape")H({how:"none"});else if($.key==="Delete")b.remove();else
return!1;return!0}function K($){let M=[...h].filter(([,P])=>P&&($?$.includes(P.id):P.selected)).map(([P])=>P);M.length&&
(u.view.at=o.anchor=Math.min(...M)),(k.hidden?r:k).focus({preventScroll:!0})}return e.on("status",f),e.on("data",u.reload),
e.on("selection",u.reload),e.on("open",w),e.on("gone",K),j}var Zt=60,en=16,ft=["DELETE","UPDATE","ADD"],tn=e=>ft.reduce((n,o)=>n+e[o],0);function pt(e){let n=t("span",{class:"mkx-\
density","aria-hidden":"true"}),o=t("input",{type:"range",min:"0",step:"1","aria-label":"Time, by changes",oninput:()=>{
m=!0,p(),u()},onchange:()=>u()}),s=t("output",{class:"mkx-when"}),a=t("label",{class:"mkx-time",hidden:!0},t("span",{class:"\
mkw-muted"},"time"),t("span",{class:"mkx-track"},n,o),s),l=t("span",{}),r=t("div",{class:"mkx-banner mkx-then",role:"sta\
tus",hidden:!0},l,t("button",{type:"button",onclick:()=>{e.filter("set_at",{at:null}),o.focus()}},"Back to now")),i={head:0,
buckets:[]},m=!1;function v(h){return i.buckets.find(w=>h<=w.last)?.at??i.last_at}function p(){let h=Number(o.value);s.textContent=
h>=i.head?"now":z(v(h)),o.setAttribute("aria-valuetext",h>=i.head?"now":`after change ${L(h)} of ${L(i.head)}, ${z(v(h))}`)}
let u=Y(120,async()=>{let h=Number(o.value);await e.filter("set_at",{at:h>=i.head?null:h}),m=!1});async function k(){try{
i=await e.read("histogram",{buckets:Zt},"histogram")}catch{return}let h=Math.max(1,...i.buckets.map(w=>tn(w)));n.replaceChildren(
...i.buckets.map(w=>{let O=t("span",{},...ft.map(E=>{let b=t("span",{class:`mkx-${E.toLowerCase()}`});return b.style.height=
`${en*w[E]/h}px`,b}));return O.style.flexGrow=String(w.last-w.first+1),O})),o.min=String(Math.min(1,i.head)),o.max=String(
i.head),a.hidden=i.head<2,x(e.status)}function x(h){m||(o.value=String(h.at??i.head)),p(),r.hidden=h.at==null,l.textContent=
h.at==null?"":`This is the memory as of ${z(h.at_time)} UTC, after change ${L(h.at)} of ${L(h.head)}. Read only.`}return e.
on("status",x),e.on("journal",k),{element:a,banner:r}}function nn({model:e,el:n}){let o=Te(e),s=ye("mkx","Memory explorer"),a=Ge(o),l=pt(o),r=t("p",{class:"mkw-note mkx-troub\
le mkx-all",role:"alert"}),i=t("span",{}),m=t("button",{type:"button",class:"mkw-link"},"Undo"),v=t("button",{type:"butt\
on",class:"mkw-link",onclick:()=>{k.hidden=!0,o.tell("gone",[])}},"Dismiss"),p=t("span",{}),u=t("div",{class:"mkx-banner",
role:"status",hidden:!0},p,t("button",{type:"button",onclick:()=>{o.filter("set_events",{}),o.tell("gone",[])}},"Show al\
l")),k=t("div",{class:"mkx-done",role:"status",hidden:!0},i,m,v),x=t("p",{class:"mkw-note mkx-hint"},"What you add, chan\
ge or delete can be undone here."),h=t("div",{class:"mkx-slot"},x,r,l.banner,u,k);s.append(a.element,a.code,_e(o),h,et(o,
l.element),t("div",{class:"mkx-panes"},mt(o),He(o))),n.append(s);let w=Se(s,e.get("key"));o.on("trouble",b=>{r.textContent=
b}),o.on("line",b=>{a.say(b),s.dataset.line=b,r.classList.toggle("mkx-trouble",b!=="busy"),r.textContent={gone:le,busy:ve,
live:""}[b]}),o.on("slow",b=>{r.classList.toggle("mkx-trouble",!b),r.textContent=b}),o.on("others",b=>a.say("live",b.said||
"changed")),o.on("status",b=>{s.classList.toggle("mkx-past",o.past()),u.hidden=!b.events,p.textContent=b.events?`Only me\
mories that changed in changes ${L(b.events[0]+1)} to ${L(b.events[1]??b.head)}.`:"",s.dataset.head=String(b.head),s.dataset.
ready="true",w()});let O=0,E=!1;return o.on("changing",b=>{if(E||=b&&document.activeElement===m,O+=b?1:-1,m.disabled=O>0,
O)return;let{activeElement:A}=document;E&&!m.hidden&&(A===m||A===document.body)&&m.focus(),E=!1}),o.on("done",({said:b,seqs:A})=>{
i.textContent=b,k.hidden=!1,m.hidden=!A?.length,m.onclick=()=>o.change("undo",{seqs:A},r)}),o.watch(s),o.refresh(),()=>o.
ends.forEach(b=>b())}var on={render:nn};return gt(sn);})();
export default memkit_explorer.default;
