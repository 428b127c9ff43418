// Made of memkit/web/js/explorer by "make web": change it there.
"use strict";var memkit_explorer=(()=>{var fe=Object.defineProperty;var st=Object.getOwnPropertyDescriptor;var at=Object.getOwnPropertyNames;var rt=Object.prototype.hasOwnProperty;var lt=(e,o)=>{for(var n in o)fe(e,n,{get:o[n],enumerable:!0})},it=(e,o,n,s)=>{if(o&&typeof o=="object"||typeof o=="func\
tion")for(let a of at(o))!rt.call(e,a)&&a!==n&&fe(e,a,{get:()=>o[a],enumerable:!(s=st(o,a))||s.enumerable});return e};var ct=e=>it(fe({},"__esModule",{value:!0}),e);var Gt={};lt(Gt,{default:()=>Kt});function t(e,o={},...n){let s=document.createElement(e);for(let[a,l]of Object.entries(o))l===!1||l==null||(typeof l=="fu\
nction"?s.addEventListener(a.slice(2),l):s.setAttribute(a,l===!0?"":String(l)));return s.append(...n.filter(a=>a!=null)),
s}function be(e,o){let n=t("section",{class:`memkit mkw ${e}`,"aria-label":o,"data-lm-suppress-shortcuts":"true"});for(let s of[
"keydown","keypress","keyup"])n.addEventListener(s,a=>a.stopPropagation());return n}function V(e,o){e.querySelector(o)?.
focus()}var ce=(e,o)=>o instanceof Node&&e.contains(o);function ee(e,o){let n=()=>e.querySelectorAll("button, input, sel\
ect, textarea"),s=document.activeElement,a=[...n()].findIndex(l=>l===s);o(),a>=0&&!s?.isConnected&&n()[a]?.focus({preventScroll:!0})}
function X(e,o){let n;return(...s)=>{clearTimeout(n),n=setTimeout(()=>o(...s),e)}}var ut="An answer of the kernel was lost on the way. Try it again.",we="No answer from the kernel yet: it is at work, or\
 was shut down. If none comes, run the cell again.",dt="An answer was lost on the way and is asked for again: this takes\
 a little longer …",re="The kernel has lost this widget. Run the cell again.";function ge(e,{onstate:o,onnews:n,onslow:s=()=>{}}){
let a=`${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`,l=new Map,r=new Map,i=new Map,m=0,$="live",b=!1;
function x(c){c!==$&&($=c,o($))}let p=(c,T={},D=null)=>k({method:c,given:T,lane:D,tries:0}),h=(c,T={},D=null)=>k({method:c,
given:T,lane:D,tries:5});function k(c){return new Promise((T,D)=>{let f={...c,resolve:T,reject:D,sent:0};f.lane&&i.set(f.
lane,f),g(f)})}function g(c){let T=++m,{method:D,given:f,lane:u}=c;c.sent=performance.now(),l.set(T,c);try{if(b)throw new Error(
re);e.send({view:a,number:T,lane:u,method:D,given:f})}catch{l.delete(T),r.delete(c),x("gone"),c.reject(new Error(re))}}function v(c){
c.tries-=1,r.set(c,setTimeout(()=>{E(c)?M(c):g(c)},3e3)),s(dt)}function M(c){r.delete(c)&&!r.size&&s("")}function S(c){if(c.
news){n(c.news);return}let T=c.view===a&&l.get(c.number);T&&(l.delete(c.number),x("live"),M(T),N(c.number),!E(T)&&(c.trouble?
T.reject(new Error(c.trouble)):T.resolve(c.answer)))}let E=c=>!!c.lane&&i.get(String(c.lane))!==c;function N(c){for(let[
T,D]of l)T>c||(l.delete(T),E(D)?M(D):D.tries?v(D):(M(D),D.reject(new Error(ut))))}function O(){let c=Math.min(...[...l.values()].
map(T=>T.sent));$!=="gone"&&performance.now()-c>4e3&&x("busy")}function y(){b=!0,x("gone");for(let{reject:c}of new Set([
...l.values(),...r.keys()]))c(new Error(re));l.clear(),C()}function C(){for(let c of r.values())clearTimeout(c);r.clear()}
let P=["comm_live_update","comm:close","destroy"];e.on("msg:custom",S);for(let c of P)e.on(c,y);let W=[C,()=>e.off("msg:\
custom",S),...P.map(c=>()=>e.off(c,y))];function Q(c,T){let D=!1,f=0,u=new IntersectionObserver(j=>{D=j[j.length-1].isIntersecting});
u.observe(c);let A=setInterval(()=>{O();let j=performance.now();!D&&!l.size||document.hidden||b||f&&j-f<15e3||(f=j,T().catch(
()=>{}).finally(()=>{f=0}))},1e3);W.push(()=>u.disconnect(),()=>clearInterval(A))}return{ask:p,read:h,poll:Q,close:()=>W.
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
let s=t("li",{class:"mkx-proposal"}),a=!1;function l(b,x,p,h=null){return t("button",{type:"button","aria-pressed":x==null?
null:String(x),title:h,onclick:p},b)}function r(b){Object.assign(o,b),i(),n()}function i(){let b=o.action==="accept",x=e.
near.find(({id:k})=>k===o.updating),p=x?"UPDATE":o.text!=null&&e.event==="NONE"?"ADD":e.event,h=a?m():t("div",{class:"mk\
x-text"},!x&&o.text==null&&e.event==="UPDATE"&&e.parts.length?he(e.parts):Z(o.text??e.text));s.dataset.event=p,s.classList.
toggle("mkx-rejected",!b),s.replaceChildren(t("div",{class:"mkx-decision"},pe(p),h,t("span",{class:"mkx-buttons"},l("Acc\
ept",b,()=>r({action:"accept"})),e.event==="DELETE"?null:l("Edit",null,()=>{a=!a,i(),s.querySelector("textarea")?.focus()}),
l("Reject",!b,()=>r({action:"reject"})))),$(x)??"")}function m(){let b=t("textarea",{rows:"2",dir:"auto","aria-label":"T\
ext of this change",class:"mkx-grow",oninput:()=>{o.text=b.value===e.text?null:b.value},onkeydown:x=>{x.key!=="Escape"&&
!(x.key==="Enter"&&(x.ctrlKey||x.metaKey))||(x.preventDefault(),x.stopPropagation(),x.key==="Escape"&&(o.text=null),a=!1,
r({action:"accept"}))}});return b.value=o.text??e.text,b}function $(b){return e.near.length?t("div",{class:"mkx-near"},t(
"span",{class:"mkw-muted"},"near"),t("ul",{},...e.near.map(x=>t("li",{class:"mkw-row"},t("span",{class:"mkx-number",title:"\
Similarity: cosine, up to 1"},Y(x.similarity)),Z(x.text),e.event==="DELETE"?null:l(x===b?"Updates this":"Update this ins\
tead",x===b,()=>r({action:"accept",updating:x===b?null:x.id})))))):null}return i(),s}function Ee(e){let o=new Map,n=!1,s=t("textarea",{rows:"1",placeholder:"Something to remember","aria-label":"Text to add",
dir:"auto",oninput:k,onkeydown:O=>{O.key!=="Enter"||!(O.ctrlKey||O.metaKey)||(O.preventDefault(),v())}}),a=t("input",{type:"\
text",placeholder:"none; e.g. category=food","aria-label":"Metadata to add",autocomplete:"off",dir:"auto"}),l=t("button",
{type:"submit"},"Preview"),r=t("button",{type:"button",title:"Ctrl+Enter",onclick:()=>v()},"Add"),i=t("p",{class:"mkw-no\
te mkx-trouble",role:"alert"}),m=t("p",{class:"mkw-note",role:"status"}),$=t("ul",{class:"mkx-proposals","aria-label":"W\
hat would be written"}),b=t("button",{type:"button",class:"mkx-main",onclick:()=>E()}),x=t("button",{type:"button",onclick:()=>N()},
"Discard"),p=t("div",{class:"mkw-row mkx-write",hidden:!0},b,x,m),h=t("section",{class:"mkx-add","aria-label":"Add"},t("\
form",{class:"mkx-line",onsubmit:O=>{O.preventDefault(),M()}},t("label",{class:"mkx-grow"},t("span",{class:"mkx-word"},"\
Add"),s),t("label",{class:"mkx-meta"},t("span",{class:"mkw-muted"},"metadata"),a),l,r),i,$,p);function k(){s.style.height=
"auto",s.style.height=`${Math.min(s.scrollHeight+2,160)}px`}function g(){return i.textContent="",s.value.trim()?{text:s.
value,...a.value.trim()?{typed:a.value}:{}}:(i.textContent="There is nothing to add yet. Write a sentence first.",s.focus(),
null)}async function v(){let O=g();O&&await e.change("add",O,i)&&N(!0)}async function M(){let O=g();if(!O)return;if([...o.
values()].some(C=>C.text!=null)&&!n){n=!0,i.textContent="You edited what is proposed below: another preview drops that. \
Press Preview once more to go on.";return}n=!1,m.textContent="Looking for similar memories …",p.hidden=!1,b.hidden=!0;
try{let C=await e.read("preview",O,"preview");e.show(C),o.clear(),$.replaceChildren(...C.proposals.map(P=>{let W={action:P.
event==="NONE"?"reject":"accept"};return o.set(P.index,W),Ce(P,W,S)})),m.textContent=C.said,S()}catch(C){i.textContent=G(
C),p.hidden=!0}}function S(){let O=[...o.values()].filter(({action:y})=>y==="accept").length;b.hidden=!o.size,b.disabled=
!O,b.textContent=O===1?"Write 1 change":`Write ${O} changes`}async function E(){let O=[...o].map(([y,C])=>({index:y,...C}));
await e.change("apply",{choices:O},i)&&N(!0)}function N(O=!1){o.clear(),$.replaceChildren(),p.hidden=!0,i.textContent="",
O&&(s.value=""),k(),s.focus()}return e.on("status",()=>{for(let O of[s,a,l,r])O.disabled=e.past();s.placeholder=e.past()?
"Go back to now to add":e.whose()?`Something to remember for ${e.whose()}`:"Pick a user above, then write something to r\
emember"}),h}var kt={url:"",total:0,shown:0,spaces:[],scope:{},scopes:{},metadata:[],where:"",kind:"all",standing:null,facts:!1,unused:[],
waiting:0,trouble:"",at:null,head:0,selected:0},le={user_id:"user",agent_id:"agent",app_id:"app",run_id:"run"};function Ae(e){
let o={},n=ge(e,{onstate:r=>s.tell("line",r),onnews:r=>l(r),onslow:r=>s.tell("slow",r)}),s={status:{...kt},open:null,from:"\
table",lastCode:"",firstQuery:e.get("query"),ends:[n.close],ask:n.ask,read:n.read,on:(r,i)=>{(o[r]??=[]).push(i)},tell:(r,i)=>{
r==="open"&&(s.open=i);for(let m of o[r]??[])m(i)},past:()=>s.status.at!=null,show:r=>{r?.code&&(s.lastCode=r.code,s.tell(
"code"))},filter:async(r,i)=>{try{s.show(await s.ask(r,i,r)),s.tell("trouble","")}catch(m){r==="set_where"?a():s.tell("t\
rouble",G(m))}},change:async(r,i,m)=>{m.textContent="";try{let $=await s.ask(r,i);return s.show($),s.seen=Math.max(s.seen??
0,...$.seqs??[]),s.tell("done",$),!0}catch($){return m.textContent=G($),!1}},watch:r=>n.poll(r,async()=>{let i=Math.max(
s.status.head,s.seen??0),m=await s.ask("changes",{since:i},"changes");m.changed&&(s.seen=m.reset?0:m.head,m.reset&&(s.status=
{...s.status,head:0}),s.tell("others",m),a())}),emptiness:r=>{let{status:i}=s;if(r)return`No memory holds “${r}”. Clea\
r the filter above to see all.`;if(i.kind!=="all")return`No ${i.standing?`fact here is ${i.standing==="served"?"in use":
i.standing}`:i.kind==="facts"?"facts here":"messages here"}. Show “messages and facts” to see all.`;if(i.where)return`\
No memory fits the filter ${i.where}. Clear it to see all.`;let m=s.whose()?` for ${s.whose()}`:"";return s.past()?`Ther\
e were no memories${m} then. Go back to now to see those of today.`:`No memories${m} yet. Add one above or run %remember\
.`},whose:()=>Object.entries(le).filter(([r])=>s.status.scope[r]!=null).map(([r,i])=>`${i} ${s.status.scope[r]}`).join("\
, "),refresh:r=>a(r)},a=X(20,async(r="")=>{let{head:i}=s.status;try{s.status=await s.read("status",{},"status")}catch(m){
s.tell("trouble",G(m));return}s.tell("status",s.status),s.tell("data",r),s.status.head!==i&&s.tell("journal")});function l({
what:r,count:i,trouble:m}){r==="failed"?s.tell("trouble",m):r==="selection"?(s.status.selected=i,s.tell("selection",i)):
a(r)}return s}function oe(e,o){let n=t("select",{"aria-label":e});return n.addEventListener("change",()=>o(n.value)),n}function te(e,o,n){
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
note:n,editing:s,draw:a,pane:l}){let{fact:r,id:i}=o;if(!r||!o.there||e.past()||r.standing==="rejected")return[];let m=async(k,g)=>{
await e.change(k,{ids:[i],...g},n)&&(s.delete(i),a(),V(l.parentElement??l,".mkx-review button, .mkx-first"))},$=t("butto\
n",{type:"button",title:"No search finds it any more, and it does not come back from the same words",onclick:()=>m("reje\
ct",{})},"Reject");if(r.standing!=="proposed")return[t("div",{class:"mkw-row mkx-review"},$)];let b=s.get(i);if(b==null)
return[t("div",{class:"mkw-row mkx-review"},t("button",{type:"button",class:"mkx-main",onclick:()=>m("accept",{})},"Acce\
pt"),t("button",{type:"button",onclick:()=>{s.set(i,o.text),a(),V(l,".mkx-review textarea")}},"Edit, then accept"),$)];let x=()=>{
s.delete(i),a(),V(l,".mkx-review button")},p=()=>m("accept",{text:h.value}),h=t("textarea",{rows:"2",dir:"auto","aria-la\
bel":"Text of this fact",oninput:()=>{s.set(i,h.value)},onkeydown:k=>{if(k.key==="Escape")x();else if(k.key==="Enter"&&(k.
ctrlKey||k.metaKey))p();else return;k.preventDefault()}});return h.value=b,[t("form",{class:"mkx-review mkx-editor",onsubmit:k=>{
k.preventDefault(),p()}},h,t("div",{class:"mkw-row"},t("button",{type:"submit",class:"mkx-main",title:"Ctrl+Enter"},"Acc\
ept this text"),t("button",{type:"button",title:"Escape",onclick:x},"Cancel")))]}var Le=(e,o)=>e?t("span",{class:`mkx-ha\
ppened mkx-of-${de(o)}`},e):null;var At={user_id:"user",agent_id:"agent",app_id:"app",run_id:"run",type:"type",role:"said by"};function Re(e){let o=t("p",
{class:"mkw-note mkx-trouble",role:"alert"}),n=t("div",{class:"mkx-pane"}),s=se(()=>l?.code??""),a=t("section",{class:"m\
kx-detail","aria-label":"One memory",tabindex:"-1"},o,n,s.box),l=null,r=null,i=new Map,m=null,$=new Map,b={why:!1},x=()=>l?.
there&&!e.past()?i.get(l.id):void 0;async function p(){if(!e.open){l=null,g();return}try{l=await e.read("detail",{id:e.open},
"detail"),r=null,s.refresh()}catch(f){l=null,r=G(f)}g()}async function h(f){f!==l?.id&&(m=null,o.textContent=""),await p(),
k()}function k(){let f=n.firstElementChild??a,u=a.previousElementSibling&&a.getBoundingClientRect().left>=a.previousElementSibling.
getBoundingClientRect().right;a.scrollTop=0,!(e.from==="table"&&u)&&(f.scrollIntoView({block:"nearest"}),(n.querySelector(
".mkx-whole, .mkx-editor")??f).scrollIntoView({block:"nearest"}))}function g(){a.dataset.id=l?.id??"";let f=x(),u=[...i].
filter(([,B])=>B!==f&&v(B));if(!l){let B=r??(e.open?"Loading …":"Click a memory to see its history and what is near it\
.");n.replaceChildren(...M(u),t("p",{class:`mkw-note mkx-empty${r?" mkx-trouble":""}`,role:r?"alert":null},B),r&&e.past()?
t("button",{type:"button",onclick:()=>e.filter("set_at",{at:null})},"Back to now"):"");return}let A=l,j=[S(A),...M(u)],F=[
...je(e,A.drawn,A.drawn_total),...De(e,A.fact,b),c(A),...A.nearest.map(D)];ee(n,()=>{if(!f){let H=Ne(e,A,{note:o,editing:$,
draw:g,pane:n});n.replaceChildren(...j,N(A),...Me(e,A,H),O(A),...F);return}let B=P(A,f);if(B.parentNode!==n){n.replaceChildren(
...j,B,...F);return}for(let H of[...n.children])H!==B&&H.remove();B.before(...j),B.after(...F)})}let v=f=>f.text!==f.textBefore||
f.about!==f.aboutBefore,M=f=>f.map(([u,A])=>t("div",{class:"mkx-unsaved",role:"status"},t("span",{},"Not saved yet: ",t(
"span",{dir:"auto"},`“${A.text.slice(0,60)}${A.text.length>60?"…":""}”`)),t("button",{type:"button",class:"mkw-lin\
k",onclick:async()=>{e.past()&&await e.filter("set_at",{at:null}),e.from="near",e.tell("open",u)}},"Go on"),t("button",{
type:"button",class:"mkw-link",onclick:()=>{i.delete(u),g(),a.focus()}},"Discard")));function S(f){let u=f.there&&!e.past(),
A=m==="delete",j=x()?[]:[A?t("button",{type:"button",class:"mkx-first",onclick:()=>{m=null,g(),V(n,".mkx-remove")}},"Kee\
p"):t("button",{type:"button",class:"mkx-first",disabled:!u,onclick:()=>y(f)},"Edit"),t("button",{type:"button",class:`m\
kx-remove${A?" mkx-danger":""}`,disabled:!u,onclick:()=>{A?Q(f):(m="delete",g(),V(n,".mkx-remove"))}},A?"Delete it?":"De\
lete"),s.button];return t("div",{class:"mkx-bar"},t("code",{class:"mk-id",title:f.id},`#${f.id.slice(-8)}`),E(f.id)?t("b\
utton",{type:"button",class:"mkw-link",onclick:()=>{let F=E(f.id);F?.scrollIntoView({block:"nearest"}),F?.focus({preventScroll:!0})}},
"Back to the hits"):null,f.there?null:t("span",{class:"mkw-note"},e.past()?"not there at that time":"deleted; undo bring\
s it back"),t("span",{class:"mkx-buttons"},...j))}let E=f=>e.from==="hit"?a.closest(".mkx")?.querySelector(`.mkx-hit[dat\
a-id="${CSS.escape(f)}"] .mkx-memory`):null,N=f=>t("p",{class:`mkx-whole${f.there?"":" mk-gone"}`,dir:"auto"},f.record.text);
function O(f){let{record:u}=f,A=Object.entries(At).filter(([I])=>u[I]&&!(I==="type"&&u.type==="semantic")).map(([I,K])=>[
K,String(u[I])]),j=[["occurred",u.occurred_at],["created",u.created_at],["updated",u.updated_at===u.created_at?null:u.updated_at],
["expires",u.expires_at],["valid from",u.valid_from],["valid to",u.valid_to]].filter(([,I])=>I).map(([I,K])=>[I,z(K)]),F=f.
fact?[["said by",u.said_by??""],..._e(u.data)]:[["withheld",u.withheld??""],["superseded by",u.superseded_by??""],["vouc\
hed for by",u.said_by??""],["derived by",u.derived_by??""],...u.sources.map(I=>["source",I]),...Object.entries(u.data).map(
([I,K])=>[`data.${I}`,J(K)])],B=[["pinned",u.pinned?"yes":""],...F].filter(([,I])=>I),H=[...A,...B,...Object.entries(u.metadata).
map(([I,K])=>[I,Array.isArray(K)?K.map(J).join(", "):J(K)]),...j];return t("div",{class:"mk-about mkx-facts"},...H.map(([
I,K])=>t("span",{class:"mk-pair",dir:"auto"},t("b",{},I)," ",K)))}function y(f){i.set(f.id,{seen:f.record.seq,text:f.text,
textBefore:f.text,about:f.metadata_text,aboutBefore:f.metadata_text}),g(),V(n,"textarea")}let C=new WeakMap;function P(f,u){
let A=C.get(u)??W(f,u);return C.set(u,A),A.show(f),A.form}function W(f,u){let A=t("textarea",{rows:"3","aria-label":"Tex\
t",dir:"auto",oninput:()=>{u.text=$e(u.textBefore,A.value),H()}}),j=t("textarea",{rows:"4","aria-label":"Metadata as JSO\
N",class:"mkx-mono",spellcheck:"false",dir:"auto",oninput:()=>{u.about=j.value,H()}});A.value=u.text,j.value=u.about;let F=t(
"p",{class:"mkw-note mkx-trouble",role:"alert"}),B=t("button",{type:"button",title:"Escape",onclick:()=>ae()},"Cancel");
function H(){m=null,B.textContent="Cancel"}async function I(){if(!v(u)){K();return}let d={id:f.id,seen:u.seen,...u.text===
u.textBefore?{}:{text:u.text},...u.about===u.aboutBefore?{}:{typed:u.about.trim()||"{}"}};await e.change("edit",d,F)&&(K(),
p())}function K(){m=null,i.delete(f.id),g(),a.focus({preventScroll:!0})}function ae(){if(m==="discard"||!v(u)){K();return}
m="discard",B.textContent="Discard what you wrote?",B.focus()}let ie=t("p",{class:"mkw-note mkx-moved",role:"status"});return{
form:t("form",{class:"mkx-editor",onsubmit:d=>{d.preventDefault(),I()},onkeydown:d=>{if(d.key==="Escape")ae();else if(d.
key==="Enter"&&(d.ctrlKey||d.metaKey))I();else return;d.preventDefault()}},ie,t("label",{},t("span",{class:"mkw-muted"},
"Text"),A),t("label",{},t("span",{class:"mkw-muted"},"Metadata"),j),F,t("div",{class:"mkw-row"},t("button",{type:"submit",
class:"mkx-main",title:"Ctrl+Enter"},"Save"),B)),show:d=>{ie.textContent=d.record.seq===u.seen?"":"This memory was chang\
ed elsewhere since you began: see its history below. What you do not touch stays as it is there."}}}async function Q(f){
m=null,await e.change("delete",{ids:[f.id]},o)&&e.tell("gone",[f.id])}function c(f){return t("div",{class:"mkx-part"},t(
"h3",{},"History"),t("ol",{class:"mkx-history"},...f.history.map((u,A)=>t("li",{},t("div",{class:"mkw-row"},t("span",{class:"\
mkx-number mkw-muted"},`v${u.version}`),pe(u.event),Le(u.happened,u.event),t("span",{class:"mkw-muted",title:`${u.at}, c\
hange ${u.seq}`},`${z(u.at)}${u.actor?` by ${u.actor}`:""}`),...u.undoable&&!e.past()?T(u,A):[]),u.reason?t("div",{class:"\
mkw-note",dir:"auto"},u.reason):null,u.text.length?u.event==="UPDATE"?he(u.text):Z(u.text.map(([,j])=>j).join("")):null,
...u.fields.map(j=>t("div",{class:"mkx-field"},t("span",{class:"mkw-muted"},`${j.name.replace("metadata.","")} `),j.old?
t("del",{dir:"auto"},j.old):null,j.new?t("ins",{dir:"auto"},j.new):null))))))}function T(f,u){let A=f.event==="ADD"||u>0,
j=m===f.seq,F=j?f.event==="ADD"?"Delete it?":`Undo ${q(u+1,"change")}?`:"Undo";return[j?t("button",{type:"button",class:"\
mkw-link",onclick:()=>{m=null,g(),a.focus({preventScroll:!0})}},"Keep"):null,t("button",{type:"button",class:`mkx-undo${j?
" mkx-danger":" mkw-link"}`,"data-seq":String(f.seq),title:`Back to the state before this change, as m.undo(${f.seq})`,onclick:async()=>{
if(A&&!j){m=f.seq,g(),V(n,`[data-seq="${f.seq}"]`);return}m=null,await e.change("undo",{seqs:[f.seq]},o)&&a.focus({preventScroll:!0})}},
F)]}function D(f){return t("div",{class:"mkx-part"},t("h3",{dir:"auto"},`Nearest in ${f.space}`),f.neighbours.length?t("\
ol",{class:"mkx-neighbours"},...f.neighbours.map(u=>t("li",{},t("span",{class:"mkx-number",title:"Cosine, up to 1"},Y(u.
cosine)),t("button",{type:"button",class:"mkx-memory",onclick:()=>{e.from="near",e.tell("open",u.id)}},Z(u.text))))):t("\
p",{class:"mkw-note"},"No other memory is here to be near."))}return e.on("open",h),e.on("data",p),g(),a}var Ot=0;function Pe({word:e,every:o,onpick:n}){let s=`mkx-pick-${++Ot}`,a=[],l=[],r=0,i=t("button",{type:"button",class:"\
mkx-pickbutton","aria-haspopup":"listbox","aria-expanded":"false",onclick:()=>b.hidden?p():h(!0)}),m=t("input",{type:"te\
xt",role:"combobox",autocomplete:"off",spellcheck:"false",dir:"auto",placeholder:`Search or type a ${e}`,"aria-label":`S\
earch or type a ${e}`,"aria-controls":s,"aria-expanded":"true",oninput:()=>{r=0,k()},onkeydown:g}),$=t("ul",{class:"mkx-\
options",role:"listbox",id:s,"aria-label":e}),b=t("div",{class:"mkx-pop",hidden:!0},m,$),x=t("span",{class:"mkx-pick",onfocusout:S=>{
ce(x,S.relatedTarget)||h(!1)}},i,b);function p(){b.hidden=!1,i.setAttribute("aria-expanded","true"),m.value="",r=0,k();let S=x.
closest(".mkx")?.getBoundingClientRect().right??1/0;b.classList.toggle("mkx-left",x.getBoundingClientRect().left+b.offsetWidth>
S),m.focus()}function h(S){b.hidden=!0,i.setAttribute("aria-expanded","false"),S&&i.focus()}function k(){let S=m.value.trim(),
E=a.filter(N=>N.value.toLowerCase().includes(S.toLowerCase()));l=S?E:[{value:null},...E],S&&!a.some(N=>N.value===S)&&(l=
[...l,{value:S,typed:!0}]),r=Math.max(0,Math.min(r,l.length-1)),$.replaceChildren(...l.map((N,O)=>t("li",{role:"option",
id:`${s}-${O}`,"aria-selected":String(O===r),onmousedown:y=>y.preventDefault(),onclick:()=>v(N.value)},t("span",{class:"\
mkx-option",dir:"auto"},N.value==null?o:N.typed?`“${N.value}”`:N.value),N.count==null?null:t("span",{class:"mkw-mute\
d"},L(N.count))))),m.setAttribute("aria-activedescendant",`${s}-${r}`),$.children[r]?.scrollIntoView({block:"nearest"})}
function g(S){let E=S.key==="ArrowDown"?1:S.key==="ArrowUp"?-1:0;if(E)r=Math.max(0,Math.min(r+E,l.length-1));else if(S.key===
"Enter")l[r]&&v(l[r].value);else if(S.key==="Escape")h(!0);else return;S.preventDefault(),E&&k()}function v(S){h(!0),n(S)}
function M(S,E){a=S,i.replaceChildren(t("span",{class:"mkw-muted"},`${e[0].toUpperCase()}${e.slice(1)} `),t("span",{class:"\
mkx-picked",dir:"auto"},E??o)),i.setAttribute("aria-label",`${e}: ${E??o}`)}return M([],null),{element:x,show:M}}var Tt={user:"everyone",agent:"any",app:"any",run:"any"};function Ie(e){let o=t("b",{dir:"auto"}),n=t("span",{}),s=t("sp\
an",{class:"mkx-recall"}),a=t("span",{class:"mkx-live",role:"status"}),l=oe("Space",h=>e.filter("use_space",{space:h})),
r=Object.fromEntries(Object.entries(le).map(([h,k])=>[h,Pe({word:k,every:Tt[k],onpick:g=>e.filter("set_scope",{...e.status.
scope,[h]:g})})])),i=se(()=>e.lastCode??"");e.on("code",i.refresh);function m(h){o.textContent=h.url.split("/").pop()||h.
url,o.title=h.url;let k=h.spaces.find(({key:g})=>g===h.space);n.textContent=[k?`${k.key} (${L(k.dim)} d)`:"no space yet",
h.shown===h.total?q(h.total,"memory","memories"):`${L(h.shown)} of ${q(h.total,"memory","memories")}`].join(" · "),s.textContent=
h.recall?.short??"",s.title=h.recall?.said??"",te(l,h.spaces.map(g=>({value:g.key,text:`${g.key}${g.ready?"":" (filling)"}`,
disabled:!g.ready,title:`${L(g.dim)} dimensions, ${q(g.count,"vector")}${g.default?", the default":""}`})),k?.key??""),x.
hidden=h.spaces.length<2;for(let[g,v]of Object.entries(r)){let M=h.scopes[g]??[];v.show(M,h.scope[g]),v.element.hidden=g!==
"user_id"&&!M.length&&h.scope[g]==null}}let $;function b(h,k=null){clearTimeout($),a.dataset.state=h,a.textContent=k??{live:"\
live",busy:"waiting for the kernel",gone:"not connected"}[h],k&&($=setTimeout(()=>b(h),6e3))}let x=t("label",{class:"mkx\
-label"},"Space ",l),p=t("header",{class:"mkx-head"},t("div",{class:"mkx-what"},o,n,s),t("div",{class:"mkx-controls"},x,
...Object.values(r).map(h=>h.element),i.button,a));return e.on("status",m),b("live"),{element:p,code:i.box,say:b}}function qe(e){let o="http://www.w3.org/2000/svg",n=document.createElementNS(o,"svg");for(let[a,l]of Object.entries({viewBox:"\
0 0 16 16",width:"16",height:"16","aria-hidden":"true"}))n.setAttribute(a,l);let s=document.createElementNS(o,"path");return s.
setAttribute("d","M2 7h2.5v6.5H2zM4.5 7.2 7.6 2.2c1.2 0 1.7.9 1.4 2L8.4 6.5h4.2c.9 0 1.5.8 1.3 1.6l-1.1 4.3c-.2.7-.7 1.1\
-1.4 1.1H4.5"),e==="down"&&s.setAttribute("transform","rotate(180 8 8)"),n.append(s),n}var _t={semantic:"semantic",bm25:"BM25",role:"role",context:"context",recency:"recency",rerank:"reranker"},Be=e=>_t[e]??
e,We=e=>`mk-${["semantic","bm25","context","recency","rerank"].includes(e)?e:"other"}`,Ue=e=>t("span",{class:`mk-key ${We(
e)}`}),Fe=e=>t("div",{class:"mkx-legend","aria-hidden":"true"},...e.map(o=>t("span",{},Ue(o),Be(o))));function He(e,o,n,s){
return t("li",{class:`mkx-hit${o.other_space?" mkx-two":""}${n.weak?" mkx-weak":""}`,"data-id":n.id},t("span",{class:"mk\
x-rank"},String(n.rank)),t("div",{class:"mkx-what2"},t("button",{type:"button",class:"mkx-memory",title:"Show all about \
it",onclick:()=>{e.from="hit",e.tell("open",n.id)}},Z(n.text)),t("span",{class:"mkx-about"},ne(e,n),...Mt(n,e.status.scope))),
o.other_space?jt(n,o.other_space):null,t("span",{class:"mkx-score"},t("b",{class:"mkx-number"},Y(n.score)),Dt(n)),Nt(e,o.
query,n,s))}function Mt(e,o){let n=[["",ue(e.occurred_at??e.created_at)]];for(let[s,a]of Object.entries(le))e[s]&&o[s]==
null&&n.push([a,String(e[s])]);for(let[s,a]of Object.entries(e.metadata).slice(0,2))n.push([s,J(a)]);for(let s of e.notes)
n.push(["",s]);return n.map(([s,a])=>t("span",{dir:"auto",title:s?`${s}: ${a}`:null},a))}function Dt(e){let o=Object.entries(
e.reasons).filter(([,r])=>Math.abs(r)>=.005),n=e.relevance==null?"":`relevance ${Y(e.relevance)}`,s=[n,o.map(([r,i])=>`${Be(
r)} ${Y(i)}`).join(", ")].filter(Boolean).join("; "),a=e.score,l=o.filter(([,r])=>r>0).map(([r,i])=>{let m=Math.max(0,Math.
min(i,a));a-=m;let $=t("span",{class:We(r)});return $.style.width=`${100*m/e.full_bar}%`,$});return t("span",{class:"mkx\
-bars",title:s},t("span",{class:"mk-bar",role:"img","aria-label":s},...l),t("span",{class:"mkx-values","aria-hidden":"tr\
ue"},n?t("span",{},n):null,...o.map(([r,i])=>t("span",{},Ue(r),Y(i)))))}function jt(e,o){let n=e.other?.rank??null,s=e.other?.
shift??0,a=n==null?"not near":`#${L(n)}`,l=s?s>0?` ▲ ${L(s)}`:` ▼ ${L(-s)}`:"",r=n==null?`Not near the top in ${o}`:
`Rank ${n} in ${o}${s?`, ${q(Math.abs(s),"place")} ${s>0?"higher":"lower"}`:", the same"}`;return t("span",{class:"mkx-t\
here",title:r,"aria-label":r,role:"img"},a,t("span",{class:s>0?"mkx-up":s<0?"mkx-down":""},l))}function Nt(e,o,n,s){let l=[
[!0,"Relevant","up"],[!1,"Not relevant","down"]].map(([i,m,$])=>t("button",{type:"button",class:`mkx-thumb mkx-${$}thumb`,
"aria-label":m,title:`${m} to this question`,"aria-pressed":String(n.rated===i),disabled:e.past(),onclick:()=>r(n.rated===
i?null:i)},qe($)));async function r(i){try{e.show(await e.ask("rate",{query:o,id:n.id,relevant:i})),n.rated=i,l.forEach(
(m,$)=>m.setAttribute("aria-pressed",String(n.rated===($===0))))}catch(m){s(G(m))}}return t("span",{class:"mkx-thumbs",role:"\
group","aria-label":"Rate this hit"},...l)}var Ke=150;function Ge(e,o){let n=t("input",{type:"search",placeholder:"Ask in your own words, e.g. where does she live?",
"aria-label":"Search",autocomplete:"off",dir:"auto",oninput:X(Ke,()=>C()),onkeydown:c=>{c.key==="Enter"&&C()}}),s=t("inp\
ut",{type:"number",min:"1",max:"100",value:"10","aria-label":"k, how many hits",onchange:()=>C()}),a=t("input",{type:"ra\
nge",min:"0",max:"1",step:"0.01",value:"0","aria-label":"Least score",oninput:()=>{O(),v()}}),l=t("output",{class:"mkx-n\
umber"}),r=oe("Compare with",()=>C()),i=t("input",{type:"checkbox",onchange:()=>C()}),m=t("input",{type:"text",placeholder:"\
no filter; e.g. category = 'food' and priority >= 3","aria-label":"where, a filter",autocomplete:"off",dir:"auto",spellcheck:"\
false",oninput:X(400,()=>y()),onkeydown:c=>{c.key==="Enter"&&y()}}),$=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),
b=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),x=t("p",{class:"mkw-note",role:"status"}),p=t("div",{class:"mkx-res\
ults"}),h=se(()=>M?.code??"# Nothing was searched yet."),k=t("label",{class:"mkx-label",hidden:!0},"compare with ",r),g=t(
"label",{class:"mkx-label",hidden:!0},i," rerank"),v=X(Ke,()=>C()),M=null,S,E=t("div",{class:"mkx-options2"},t("label",{
class:"mkx-label"},"k ",s),t("label",{class:"mkx-label"},"score at least ",a,l),k,g),N=t("section",{class:"mkx-search","\
aria-label":"Search"},t("form",{class:"mkx-line",onsubmit:c=>c.preventDefault()},t("label",{class:"mkx-grow"},t("span",{
class:"mkx-word"},"Search"),n),E),t("div",{class:"mkx-line"},t("label",{class:"mkx-grow"},t("span",{class:"mkx-word"},"w\
here"),m),o),$,b,t("div",{class:"mkw-row mkx-found"},x,h.button),p,h.box);h.button.hidden=!0;function O(){l.textContent=
a.value==="0"?"any":Y(Number(a.value))}async function y(){if(m.value.trim()===(e.status.where??"")){$.textContent=e.status.
trouble??"";return}await e.filter("set_where",{where:m.value.trim()})}async function C(){if(b.textContent="",clearTimeout(
S),!n.value.trim()){M=null,p.replaceChildren(),x.textContent="",h.button.hidden=h.box.hidden=!0;return}S=setTimeout(()=>{
x.textContent="Searching …"},300);try{let c=await e.read("search",{query:n.value,k:Math.max(1,Math.min(100,Number(s.value)||
10)),threshold:a.value==="0"?null:Number(a.value),other:r.value||null,rerank:i.checked},"search");if(clearTimeout(S),!n.
value.trim())return;M=c,P(c)}catch(c){clearTimeout(S),x.textContent="",b.textContent=G(c)}}function P(c){e.show(c),h.button.
hidden=!1,h.refresh(),x.classList.toggle("mkx-nothing",c.weak),x.textContent=c.weak?`${c.said} ${W(c)}.`:c.said||W(c);let T=f=>He(
e,c,f,u=>{b.textContent=u}),D=(f,u,A=!1)=>u.length?t("ol",{class:`mkx-hits${A?" mkx-pale":""}`,"aria-label":f},...u.map(
T)):null;ee(p,()=>p.replaceChildren(...[c.hits.length||c.below.length?Fe(c.signals):null,D("Hits",c.hits),Q(c.below.length,
c.below[0]?.why==="threshold"?"below the threshold":`after the best ${c.k}`),D("Just missed",c.below,!0),Q(c.other_only.
length,`only in ${c.other_space}`),D(`Only in ${c.other_space}`,c.other_only,!0)].filter(f=>f!=null))),N.dataset.query=c.
query,a.max=String(Math.max(1,Number(a.value),Math.ceil(c.best*10)/10))}function W(c){let T=c.other_space?`, with their \
ranks in ${c.other_space}`:"";return`${q(c.hits.length,"hit")} among ${q(e.status.shown,"memory","memories")} in ${c.space}${T}`}
let Q=(c,T)=>c?t("div",{class:"mkx-divider"},T):null;return e.on("status",c=>{let T=c.spaces.filter(D=>D.ready&&D.key!==
c.space);te(r,[{value:"",text:"no space"},...T.map(({key:D})=>({value:D,text:D}))],T.some(({key:D})=>D===r.value)?r.value:
""),k.hidden=!T.length,g.hidden=!c.reranker,document.activeElement!==m&&!c.trouble&&(m.value=c.where),$.textContent=c.trouble,
m.setAttribute("aria-invalid",String(!!c.trouble))}),e.on("data",c=>{c==="query"&&(n.value=e.status.query??""),(n.value.
trim()||c==="query")&&C()}),O(),n.value=e.firstQuery,N}var Lt=2,Rt=20;function Ve(e,{select:o,coming:n}){let s=(y,C)=>t("button",{type:"button",onclick:C},y),a=t("b",{role:"st\
atus"}),l=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),r=t("form",{class:"mkx-line",hidden:!0,onsubmit:y=>{y.preventDefault(),
h?.act()}}),i={accept:s("Accept",()=>v("accept")),reject:s("Reject",()=>v("reject")),tag:s("Tag",()=>v("tag")),merge:s("\
Merge",()=>v("merge")),remove:s("Delete",()=>v("remove")),export:s("Export",()=>v("export")),none:s("Clear",()=>{o({how:"\
none"}),e.tell("gone",null)})},m=t("p",{class:"mkw-note mkx-hint"},"Click a row to open it, Shift+click to select as far\
 as there, Ctrl+click for one more."),$=t("div",{class:"mkx-bulkslot"},m),b=t("div",{class:"mkx-bulk",role:"group","aria\
-label":"Selected memories",hidden:!0},t("div",{class:"mkw-row"},a,...Object.values(i)),r,l);$.append(b);let x=0,p={tag:"",
file:"memories.jsonl"},h=null,k=(y,C="mkx-main")=>t("button",{type:"submit",class:C},y),g={tag:()=>{let y=t("input",{type:"\
text",class:"mkx-grow",placeholder:"e.g. category=food; old=null removes a key","aria-label":"Metadata to set",dir:"auto",
oninput:()=>{p.tag=y.value}});return y.value=p.tag,{parts:[t("label",{class:"mkx-grow"},t("span",{class:"mkw-muted"},"se\
t"),y),k("Set")],act:async()=>{await E("tag",{typed:y.value})&&(p.tag="")}}},remove:()=>({parts:[t("span",{},x?`Delete ${q(
x,"memory","memories")}? Undo brings ${x===1?"it":"them"} back.`:"Delete what is selected?"),k("Delete","mkx-danger")],act:()=>E(
"delete",{})}),accept:()=>({parts:[t("span",{},`Accept the proposed facts of ${q(x,"memory","memories")}?`),k("Accept")],
act:()=>E("accept",{})}),reject:()=>({parts:[t("span",{},`Reject the facts among ${q(x,"memory","memories")}? No search \
finds them then.`),k("Reject","mkx-danger")],act:()=>E("reject",{})}),merge:()=>{let y=t("select",{"aria-label":"The mem\
ory to keep",class:"mkx-grow"});return e.read("chosen").then(C=>te(y,C.map(({id:P,text:W})=>({value:P,text:W})),C[0]?.id),
C=>{l.textContent=G(C)}),{parts:[t("label",{class:"mkx-grow"},t("span",{class:"mkw-muted"},"keep"),y),t("span",{class:"m\
kw-muted"},`and delete the other ${x===2?"one":L(x-1)}`),k("Merge","mkx-danger")],act:()=>E("merge",{keep:y.value})}},export:()=>{
let y=t("input",{type:"text",class:"mkx-grow","aria-label":"File to write",value:p.file,oninput:()=>{p.file=y.value}});return{
parts:[t("label",{class:"mkx-grow"},t("span",{class:"mkw-muted"},"file"),y),k("Write")],act:()=>E("export",{path:y.value.
trim()})}}};function v(y){l.textContent="",M(y),b.hidden=r.hidden=!1,V(r,r.querySelector("input")?"input":"button")}function M(y){
let{parts:C,act:P}=g[y]();h={what:y,act:P},r.replaceChildren(...C,t("button",{type:"button",onclick:()=>{S(),i[y].focus()}},
"Cancel"))}function S(){h=null,r.hidden=!0,l.textContent=""}async function E(y,C){let P=y==="merge"?C:{...C,selected:!0},
W=await e.change(y,P,l);return W&&(S(),e.tell("gone",null)),W}function N(){a.textContent=`${L(x)} selected`,b.hidden=x===
0,m.hidden=x!==0,i.merge.hidden=x<Lt||x>Rt,i.accept.hidden=!e.status.waiting,i.reject.hidden=!e.status.facts||e.status.kind===
"messages";for(let y of[i.accept,i.reject,i.tag,i.merge,i.remove])y.disabled=e.past()}function O(y){let C=y!==x;x=y;let P=h;
if(N(),!P)return;let{hidden:W,disabled:Q}=i[P.what];if(!W&&!Q&&(x||n())){b.hidden=!1,C&&!r.querySelector("input")&&ee(r,
()=>M(P.what));return}let T=r.contains(document.activeElement);S(),T&&e.tell("gone",[])}return e.on("selection",O),e.on(
"status",y=>O(y.selected)),{element:$,remove:()=>{(x||n())&&!e.past()&&v("remove")}}}var Pt=[{name:"user_id",text:"User"},{name:"agent_id",text:"Agent"},{name:"app_id",text:"App"},{name:"run_id",text:"Run"},
{name:"type",text:"Type"},{name:"occurred_at",text:"Occurred"},{name:"created_at",text:"Created"},{name:"updated_at",text:"\
Updated"}],It={name:"memory",text:"Memory"};function ze(e){let o=null,n=[],s=t("div",{class:"mkx-options",role:"group","\
aria-label":"Columns"}),a=t("button",{type:"button",class:"mkw-link",onclick:()=>{o=null,e()}},"As usual"),l=t("div",{class:"\
mkx-pop mkx-left",hidden:!0},s,a),r=t("button",{type:"button",class:"mkx-pickbutton","aria-expanded":"false",onclick:()=>m(
!!l.hidden)},"Columns"),i=t("span",{class:"mkx-pick",onkeydown:p=>{p.key==="Escape"&&(m(!1),r.focus())},onfocusout:p=>{p.
relatedTarget&&!ce(i,p.relatedTarget)&&m(!1)}},r,l);function m(p){l.hidden=!p,r.setAttribute("aria-expanded",String(p)),
p&&V(s,"input")}function $(p,h){let k=p.metadata.map(({key:E})=>({name:`metadata.${E}`,text:E}));n=[...Pt,...k];let g=E=>p.
scope[E]==null&&(p.scopes[E]??[]).length>1,v=k.find(({text:E})=>E==="category")??k[0],M=[...["user_id","agent_id"].filter(
g),...h?["occurred_at"]:[],...v?[v.name]:[],"updated_at"],S=o??M;return b(S),[It,...S.flatMap(E=>n.find(N=>N.name===E)??
[])]}function b(p){a.hidden=o==null,ee(s,()=>s.replaceChildren(...n.map(({name:h,text:k})=>t("label",{class:"mkx-check",
dir:"auto"},t("input",{type:"checkbox",checked:p.includes(h),onchange:()=>x(h,p)}),k))))}function x(p,h){o=h.includes(p)?
h.filter(k=>k!==p):[...h,p],e()}return{element:i,list:$}}function Ye(e,o,n){let s=Math.floor(e/30),a=Math.ceil(Math.max(o-30,30)/30)+1;return[Math.max(0,s),Math.min(n,s+a)]}var Je=([
e,o],n)=>[Math.max(0,e-12),Math.min(n,o+12)];function Qe([e,o],n,s){let[a,l]=[e,o];if(!s){for(;a<l&&n.has(a);)a++;for(;l>
a&&n.has(l-1);)l--;if(a>=l)return null}let r=Math.max(0,a-60);return{first:r,number:Math.max(l+60-r,120)}}function Xe(e,o,n){
let s=e*30;return s<o?s:s+60>o+n?s+60-n:o}function Ze(e,o,n,s){let a=Math.max(1,Math.floor(n/30)-2),l={ArrowDown:1,ArrowUp:-1,
PageDown:a,PageUp:-a,Home:-1/0,End:1/0};return e in l?Math.max(0,Math.min(o+l[e],s-1)):null}function tt(e){let o={sort:"updated_at",descending:!0,find:""},n={total:0,rows:new Map,at:0,anchor:0,asking:!1,stale:!1,
dated:!1,layout:"",high:420},s=new Map,a=[],l=t("input",{type:"search",placeholder:"Filter the rows","aria-label":"Filte\
r the rows",autocomplete:"off",dir:"auto",oninput:X(150,()=>{o.find=l.value,u()})}),r=t("span",{class:"mkw-note",role:"s\
tatus"}),i=t("button",{type:"button",onclick:()=>H({how:"all"})},"Select all"),m=t("p",{class:"mkw-note mkx-trouble",role:"\
alert"}),$=t("div",{class:"mkx-tr mkx-th",role:"row","aria-rowindex":"1"}),b=t("div",{class:"mkx-space",role:"rowgroup"}),
x=t("p",{class:"mkw-note mkx-empty"}),p=t("div",{class:"mkx-grid",role:"grid",tabindex:"0","aria-label":"Memories","aria\
-multiselectable":"true",onscroll:()=>y(),onkeydown:I,onfocus:()=>ae()},t("div",{role:"rowgroup",class:"mkx-head2"},$),b),
h=ze(()=>{M(),y()}),k=0,g=Ve(e,{select:H,coming:()=>k>0}),v=t("section",{class:"mkx-table","aria-label":"All memories"},
t("div",{class:"mkx-bar"},l,...Te(e),r,i,h.element),g.element,m,p,x);function M(){a=h.list(e.status,n.dated);let d=a.slice(
1).map(({name:w})=>w.endsWith("_at")?"88px":"minmax(0,96px)");p.style.setProperty("--columns",["28px","minmax(0,1fr)",...d].
join(" ")),n.layout=a.map(({name:w})=>w).join(),p.setAttribute("aria-colcount",String(a.length+1)),S()}function S(){$.replaceChildren(
t("span",{role:"columnheader",class:"mkx-td"},t("span",{class:"mkw-said"},"Selected")),...a.map(({name:d,text:w})=>{let _=o.
sort===d;return t("span",{role:"columnheader",class:"mkx-td",dir:"auto","aria-sort":_?o.descending?"descending":"ascendi\
ng":"none"},t("button",{type:"button",class:"mkx-sort","data-sort":d,onclick:()=>E(d)},w,t("span",{"aria-hidden":"true"},
_?o.descending?" ▼":" ▲":"")))}))}function E(d){o.descending=o.sort===d?!o.descending:d.endsWith("_at"),o.sort=d,S(),
V($,`[data-sort="${CSS.escape(d)}"]`),u()}let N=()=>Ye(p.scrollTop,n.high,n.total),O=0;function y(){O||=requestAnimationFrame(
()=>{O=0,C(),c()})}function C(){let[d,w]=Je(N(),n.total);b.style.height=`${n.total*30}px`;for(let[R,U]of s)R>=d&&R<w&&U.
look===P(R)||(U.element.remove(),s.delete(R));let _=b.firstChild;for(let R=d;R<w;R++){let U=s.get(R)??{element:W(R),look:P(
R)};s.set(R,U),U.element===_?_=U.element.nextSibling:b.insertBefore(U.element,_)}ae()}function P(d){let w=n.rows.get(d);
return w?`${w.id} ${w.seq} ${e.status.unused} ${w.selected} ${w.id===e.open} ${n.layout}`:""}function W(d){let w=n.rows.
get(d),_=a.map(({name:U})=>Q(w,U)),R=t("div",{class:"mkx-tr",role:"row",id:`${p.id}-${d}`,"aria-rowindex":String(d+2),"a\
ria-selected":String(!!w?.selected),"data-id":w?.id,"data-open":w&&w.id===e.open?"true":null,onclick:U=>A(d,U)},t("span",
{role:"gridcell",class:"mkx-td mkx-mark",onclick:U=>{U.stopPropagation(),F(d)}},t("span",{class:"mkx-tick","aria-hidden":"\
true"})),..._);return R.style.top=`${d*30}px`,R}function Q(d,w){if(!d)return t("span",{role:"gridcell",class:"mkx-td mkw\
-muted"},w==="memory"?"…":"");let _=Se(d,w),R=w.endsWith("_at")?String(_??""):null,U=R==null?J(_):ue(R);return t("span",
{role:"gridcell",class:`mkx-td${w==="memory"?"":" mkw-muted"}`,dir:"auto",title:R==null?U:z(R)},w==="memory"?ne(e,d):null,
U)}async function c(){let d=Qe(N(),n.rows,n.stale);if(n.asking||!d)return;n.asking=!0;let w=n.stale;n.stale=!1;try{T(await e.
read("rows",{...d,...o}),w)}catch(_){m.textContent=G(_),n.asking=!1;return}n.asking=!1,y()}function T(d,w){m.textContent=
d.trouble??"",(w||d.total!==n.total||n.rows.size>4e3)&&n.rows.clear(),d.rows.forEach((_,R)=>{_&&n.rows.set(d.first+R,_)}),
n.total=d.total,n.at=Math.min(n.at,Math.max(0,n.total-1)),p.setAttribute("aria-rowcount",String(n.total+1)),v.dataset.loaded=
"true",r.textContent=D(),!n.dated&&d.rows.some(_=>_?.occurred_at)&&(n.dated=!0,M()),v.classList.toggle("mkx-none",!n.total),
x.textContent=n.total?"":e.emptiness(o.find),p.hidden=!n.total}function D(){let d=a.find(({name:R})=>R===o.sort)?.text??
o.sort,{shown:w}=e.status;return`${o.find&&n.total<w?`${L(n.total)} of ${q(w,"memory","memories")}`:q(n.total,"memory","\
memories")}, by ${d.toLowerCase()}`}function f(){n.stale=!0,c()}function u(){p.scrollTop=0,n.at=n.anchor=0,f()}function A(d,w){
if(p.focus({preventScroll:!0}),w.shiftKey)return B(d);if(n.at=n.anchor=d,w.ctrlKey||w.metaKey)return F(d);j(d);let _=n.rows.
get(d);return _&&H({how:"only",id:_.id})}function j(d){let w=n.rows.get(d);w&&(e.from="table",e.tell("open",w.id))}function F(d){
n.at=n.anchor=d;let w=n.rows.get(d);return w?(w.selected=!w.selected,y(),H({how:"toggle",id:w.id})):null}function B(d){n.
at=d;let[w,_]=[Math.min(d,n.anchor),Math.max(d,n.anchor)];for(let[R,U]of n.rows)U&&(U.selected=R>=w&&R<=_);return y(),H(
{how:"range",first:w,last:_})}async function H(d){k++;let w=await e.ask("select",{...d,...o}).catch(_=>(m.textContent=G(
_),null));k--,e.tell("selection",w?w.count:e.status.selected)}function I(d){if(d.target!==p)return;let w=Ze(d.key,n.at,p.
clientHeight,n.total);if(w!==null)K(w,d.shiftKey);else if(d.key==="Enter")j(n.at);else if(d.key===" ")F(n.at);else if(d.
key==="a"&&(d.ctrlKey||d.metaKey))H({how:"all"});else if(d.key==="Escape")H({how:"none"});else if(d.key==="Delete")g.remove();else
return;d.preventDefault()}function K(d,w){n.at=d;let _=Xe(d,p.scrollTop,p.clientHeight);_!==p.scrollTop&&(p.scrollTop=_),
w?B(n.at):n.anchor=n.at,y()}function ae(){let d=`${p.id}-${n.at}`;for(let w of b.children)w.classList.toggle("mkx-at",w.
id===d);p.setAttribute("aria-activedescendant",d)}function ie(d){let w=[...n.rows].filter(([,_])=>_&&(d?d.includes(_.id):
_.selected)).map(([_])=>_);w.length&&(n.at=n.anchor=Math.min(...w)),(p.hidden?l:p).focus({preventScroll:!0})}p.id=`mkx-g\
rid-${++Bt}`,e.on("status",M),e.on("data",f),e.on("selection",f),e.on("open",y),e.on("gone",ie);let me=new ResizeObserver(
d=>{n.high=d[d.length-1].contentRect.height,y()});return me.observe(p),e.ends.push(()=>me.disconnect()),v}var Bt=0;var Wt=60,Ut=16,nt=["DELETE","UPDATE","ADD"],Ft=e=>nt.reduce((o,n)=>o+e[n],0);function ot(e){let o=t("span",{class:"mkx-\
density","aria-hidden":"true"}),n=t("input",{type:"range",min:"0",step:"1","aria-label":"Time, by changes",oninput:()=>{
m=!0,b(),x()},onchange:()=>x()}),s=t("output",{class:"mkx-when"}),a=t("label",{class:"mkx-time",hidden:!0},t("span",{class:"\
mkw-muted"},"time"),t("span",{class:"mkx-track"},o,n),s),l=t("span",{}),r=t("div",{class:"mkx-banner mkx-then",role:"sta\
tus",hidden:!0},l,t("button",{type:"button",onclick:()=>{e.filter("set_at",{at:null}),n.focus()}},"Back to now")),i={head:0,
buckets:[]},m=!1;function $(k){return i.buckets.find(g=>k<=g.last)?.at??i.last_at}function b(){let k=Number(n.value);s.textContent=
k>=i.head?"now":z($(k)),n.setAttribute("aria-valuetext",k>=i.head?"now":`after change ${L(k)} of ${L(i.head)}, ${z($(k))}`)}
let x=X(120,async()=>{let k=Number(n.value);await e.filter("set_at",{at:k>=i.head?null:k}),m=!1});async function p(){try{
i=await e.read("histogram",{buckets:Wt},"histogram")}catch{return}let k=Math.max(1,...i.buckets.map(g=>Ft(g)));o.replaceChildren(
...i.buckets.map(g=>{let v=t("span",{},...nt.map(M=>{let S=t("span",{class:`mkx-${M.toLowerCase()}`});return S.style.height=
`${Ut*g[M]/k}px`,S}));return v.style.flexGrow=String(g.last-g.first+1),v})),n.min=String(Math.min(1,i.head)),n.max=String(
i.head),a.hidden=i.head<2,h(e.status)}function h(k){m||(n.value=String(k.at??i.head)),b(),r.hidden=k.at==null,l.textContent=
k.at==null?"":`This is the memory as of ${z(k.at_time)} UTC, after change ${L(k.at)} of ${L(k.head)}. Read only.`}return e.
on("status",h),e.on("journal",p),{element:a,banner:r}}function Ht({model:e,el:o}){let n=Ae(e),s=be("mkx","Memory explorer"),a=Ie(n),l=ot(n),r=t("p",{class:"mkw-note mkx-troub\
le mkx-all",role:"alert"}),i=t("span",{}),m=t("button",{type:"button",class:"mkw-link"},"Undo"),$=t("button",{type:"butt\
on",class:"mkw-link",onclick:()=>{p.hidden=!0,n.tell("gone",[])}},"Dismiss"),b=t("span",{}),x=t("div",{class:"mkx-banner",
role:"status",hidden:!0},b,t("button",{type:"button",onclick:()=>{n.filter("set_events",{}),n.tell("gone",[])}},"Show al\
l")),p=t("div",{class:"mkx-done",role:"status",hidden:!0},i,m,$),h=t("p",{class:"mkw-note mkx-hint"},"What you add, chan\
ge or delete can be undone here."),k=t("div",{class:"mkx-slot"},h,r,l.banner,x,p);s.append(a.element,a.code,Ee(n),k,Ge(n,
l.element),t("div",{class:"mkx-panes"},tt(n),Re(n))),o.append(s);let g=ye(s,e.get("key"));return n.on("trouble",v=>{r.textContent=
v}),n.on("line",v=>{a.say(v),s.dataset.line=v,r.classList.toggle("mkx-trouble",v!=="busy"),r.textContent={gone:re,busy:we,
live:""}[v]}),n.on("slow",v=>{r.classList.toggle("mkx-trouble",!v),r.textContent=v}),n.on("others",v=>a.say("live",v.said||
"changed")),n.on("status",v=>{s.classList.toggle("mkx-past",n.past()),x.hidden=!v.events,b.textContent=v.events?`Only me\
mories that changed in changes ${L(v.events[0]+1)} to ${L(v.events[1]??v.head)}.`:"",s.dataset.head=String(v.head),s.dataset.
ready="true",g()}),n.on("done",({said:v,seqs:M})=>{i.textContent=v,p.hidden=!1,m.hidden=!M?.length,m.onclick=()=>n.change(
"undo",{seqs:M},r)}),n.watch(s),n.refresh(),()=>n.ends.forEach(v=>v())}var Kt={render:Ht};return ct(Gt);})();
export default memkit_explorer.default;
