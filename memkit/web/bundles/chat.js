// Made of memkit/web/js/chat by "make web": change it there.
"use strict";var memkit_chat=(()=>{var D=Object.defineProperty;var oe=Object.getOwnPropertyDescriptor;var se=Object.getOwnPropertyNames;var re=Object.prototype.hasOwnProperty;var ae=(t,o)=>{for(var n in o)D(t,n,{get:o[n],enumerable:!0})},le=(t,o,n,r)=>{if(o&&typeof o=="object"||typeof o=="funct\
ion")for(let s of se(o))!re.call(t,s)&&s!==n&&D(t,s,{get:()=>o[s],enumerable:!(r=oe(o,s))||r.enumerable});return t};var ie=t=>le(D({},"__esModule",{value:!0}),t);var ye={};ae(ye,{default:()=>xe});function e(t,o={},...n){let r=document.createElement(t);for(let[s,a]of Object.entries(o))a===!1||a==null||(typeof a=="fu\
nction"?r.addEventListener(s.slice(2),a):r.setAttribute(s,a===!0?"":String(a)));return r.append(...n.filter(s=>s!=null)),
r}function _(t,o){let n=e("section",{class:`memkit mkw ${t}`,"aria-label":o,"data-lm-suppress-shortcuts":"true"});for(let r of[
"keydown","keypress","keyup"])n.addEventListener(r,s=>s.stopPropagation());return n}function P(t,o){t.querySelector(o)?.
focus()}function q(t,o){let n=()=>t.querySelectorAll("button, input, select, textarea"),r=document.activeElement,s=[...n()].findIndex(
u=>u===r);if(o(),s<0)return;let a=r instanceof HTMLElement&&r.isConnected?r:n()[s];a&&a!==document.activeElement&&a.focus(
{preventScroll:!0})}function G(t){let o=e("pre",{class:"mk-code",tabindex:"0","aria-label":"Python"}),n=e("span",{class:"mkw-note",role:"sta\
tus"}),r=e("button",{type:"button",onclick:()=>navigator.clipboard.writeText(o.textContent).then(()=>{n.textContent="Cop\
ied."},()=>{n.textContent="The browser does not allow it: mark the text and copy it."})},"Copy"),s=e("div",{class:"mkw-c\
ode",hidden:!0},o,e("div",{class:"mkw-row"},r,n)),a=e("button",{type:"button","aria-expanded":"false",onclick:()=>{s.hidden=
!s.hidden,a.setAttribute("aria-expanded",String(!s.hidden)),u()}},"Show as Python"),u=()=>{s.hidden||(o.textContent=t(),
n.textContent="")};return{button:a,box:s,refresh:u}}var ce="An answer of the kernel was lost on the way. Try it again.",Y="No answer from the kernel yet: it is at work, or \
was shut down. If none comes, run the cell again.",de="An answer was lost on the way and is asked for again: this takes \
a little longer …",B="The kernel has lost this widget. Run the cell again.";function z(t,{onstate:o,onnews:n,onslow:r=()=>{}}){
let s=`${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`,a=new Map,u=new Map,m=new Map,k=0,h="live",g=!1;
function f(c){c!==h&&(h=c,o(h))}let d=(c,w={},i=null)=>x({method:c,given:w,lane:i,tries:0}),E=(c,w={},i=null)=>x({method:c,
given:w,lane:i,tries:5});function x(c){return new Promise((w,i)=>{let p={...c,resolve:w,reject:i,sent:0};p.lane&&m.set(p.
lane,p),$(p)})}function $(c){let w=++k,{method:i,given:p,lane:v}=c;c.sent=performance.now(),a.set(w,c);try{if(g)throw new Error(
B);t.send({view:s,number:w,lane:v,method:i,given:p})}catch{a.delete(w),u.delete(c),f("gone"),c.reject(new Error(B))}}function C(c){
c.tries-=1,u.set(c,setTimeout(()=>{O(c)?A(c):$(c)},3e3)),r(de)}function A(c){u.delete(c)&&!u.size&&r("")}function I(c){if(c.
news){n(c.news);return}let w=c.view===s&&a.get(c.number);w&&(a.delete(c.number),f("live"),A(w),L(c.number),!O(w)&&(c.trouble?
w.reject(new Error(c.trouble)):w.resolve(c.answer)))}let O=c=>!!c.lane&&m.get(String(c.lane))!==c;function L(c){for(let[
w,i]of a)w>c||(a.delete(w),O(i)?A(i):i.tries?C(i):(A(i),i.reject(new Error(ce))))}function l(){let c=Math.min(...[...a.values()].
map(w=>w.sent));h!=="gone"&&performance.now()-c>4e3&&f("busy")}function b(){g=!0,f("gone");for(let{reject:c}of new Set([
...a.values(),...u.keys()]))c(new Error(B));a.clear(),S()}function S(){for(let c of u.values())clearTimeout(c);u.clear()}
let y=["comm_live_update","comm:close","destroy"];t.on("msg:custom",I);for(let c of y)t.on(c,b);let R=[S,()=>t.off("msg:\
custom",I),...y.map(c=>()=>t.off(c,b))];function T(c,w){let i=!1,p=0,v=new IntersectionObserver(j=>{i=j[j.length-1].isIntersecting});
v.observe(c);let F=setInterval(()=>{l();let j=performance.now();!i&&!a.size||document.hidden||g||p&&j-p<15e3||(p=j,w().catch(
()=>{}).finally(()=>{p=0}))},1e3);R.push(()=>v.disconnect(),()=>clearInterval(F))}return{ask:d,read:E,poll:T,close:()=>R.
forEach(c=>c())}}function J(t,o,n){return t.on(`change:${o}`,n),n(),()=>t.off(`change:${o}`,n)}function ue(t){let o=t.getRootNode();return o instanceof ShadowRoot?o.host:null}function K(t,o){let n=r=>{for(let s=t;s&&
o;s=ue(s))s.setAttribute(`data-memkit-${r}`,o)};return n("widget"),requestAnimationFrame(()=>n("widget")),()=>{n("live"),
requestAnimationFrame(()=>n("live"))}}var V=(t,o=2)=>t==null?"–":t.toFixed(o).replace(/^(-?)0\./,"$1."),W=t=>t instanceof Error?t.message:String(t),H=t=>t.toLocaleString(
"en"),N=(t,o,n=`${o}s`)=>`${H(t)} ${t===1?o:n}`;var Q=t=>t?t.slice(0,16).replace("T"," "):"";function X({send:t,stop:o}){let n=e("textarea",{rows:"2","aria-label":"Message",placeholder:"Message. Enter sends it, Sh\
ift+Enter begins a line",dir:"auto",onkeydown:h=>{h.key!=="Enter"||h.shiftKey||h.isComposing||(h.preventDefault(),m())}}),
r=e("button",{type:"button",class:"mkd-send",onclick:()=>a?o():m()},"Send"),s=e("div",{class:"mkd-composer"},n,r),a=!1,u=!1;
async function m(){let h=n.value;if(!(a||u||!h.trim())){u=!0,n.value="";try{await t(h)||(n.value=n.value?`${h}
${n.value}`:h)}finally{u=!1}}}function k(h){a=h.asked!=null,r.textContent=a?h.stopping?"Stopping …":"Stop":"Send",r.disabled=
a&&h.stopping}return{element:s,show:k}}var me=/^ {0,3}(`{3,}|~{3,})(.*)$/;function fe(t){let o=[],n=[],r="",s=a=>{let u=a==="code"?n.join(`
`):n.join(`
`).replace(/^\n+|\s+$/g,"");(u||a==="code")&&o.push({kind:a,text:u}),n=[]};for(let a of t.split(`
`)){let[,u="",m=""]=me.exec(a)??[];!r&&u&&!(u[0]==="`"&&m.includes("`"))?(s("text"),r=u):r&&u.startsWith(r)&&!m.trim()?(s(
"code"),r=""):n.push(a)}return s(r?"code":"text"),o}function M(t,o){let n=fe(o);for(n.forEach(({kind:r,text:s},a)=>{let u=r===
"code"?"PRE":"DIV",m=t.children[a];if(m?.tagName!==u){let k=r==="code"?e("pre",{class:"mk-code",tabindex:"0","aria-label":"\
Code"}):e("div",{class:"mk-text",dir:"auto"});m?m.replaceWith(k):t.append(k),m=k}m.textContent!==s&&(m.textContent=s)});t.
children.length>n.length;)t.lastElementChild?.remove()}var pe=32,he={stopped:"stopped",length:"cut off: it was too long",refused:"the model refused"};function ee(t){let o=e("o\
l",{class:"mkd-turns"}),n=e("p",{class:"mkw-note mkd-empty"},"Nothing was said yet. What is remembered is looked up befo\
re each answer, and both are remembered after it."),r=e("div",{class:"mkd-log",tabindex:"0",role:"log","aria-live":"off",
"aria-label":"Conversation"},n,o),s=[],a=null,u=null,m="";function k(f,d){let E=r.scrollHeight-r.scrollTop-r.clientHeight<
pe;n.hidden=!!(f.turns.length||f.asked||f.failed);for(let x of f.turns){let $=s[x.number];if($?.shown===x)continue;let C=$?.
part??Z(t,x.number);C.show(x),s[x.number]={shown:x,part:C},$||o.append(C.element)}for(let[x,{part:$}]of s.entries())$.choose(
x===d);h(f,d),g(f),E&&(r.scrollTop=r.scrollHeight)}function h(f,d){if(f.asked==null){a?.element.remove(),a=null;return}a||
(a=Z(t,null)),o.lastElementChild!==a.element&&o.append(a.element),a.wait(f),a.choose(d===null)}function g({failed:f}){let d=JSON.
stringify(f);if(d===m||(m=d,u?.remove(),u=null,!f))return;let E=e("div",{class:"mkd-question"});M(E,f.question),u=e("li",
{class:"mkd-turn mkd-failed"},E,e("p",{class:"mkw-note mkw-trouble",role:"alert"},`No answer. ${f.trouble}`),e("div",{class:"\
mkw-row"},e("button",{type:"button",onclick:()=>t.again()},"Try again"),e("button",{type:"button",class:"mkw-link",onclick:()=>t.
dismiss()},"Dismiss"))),o.append(u)}return{box:r,show:k,end:()=>{r.scrollTop=r.scrollHeight}}}function Z(t,o){let n=e("d\
iv",{class:"mkd-question"}),r=e("div",{class:"mkd-answer"}),s=e("button",{type:"button",class:"mkw-link mkd-choose","ari\
a-pressed":"false",onclick:()=>t.choose(o)}),a=e("span",{class:"mkw-muted"}),u=e("button",{type:"button",hidden:!0,onclick:()=>t.
retry()},"Try to store it again"),m=e("p",{class:"mkw-note mkw-trouble",hidden:!0}),k=e("li",{class:"mkd-turn"},e("span",
{class:"mkw-said"},"You:"),n,e("span",{class:"mkw-said"},"Answer:"),r,e("div",{class:"mkw-row mkd-about"},s,a),m,u);function h(d){
M(n,d.question),M(r,d.answer),s.textContent=be(d),s.title="Show what was recalled for this answer, and what was remember\
ed of it",a.textContent=[d.stop?he[d.stop]:"",d.remembering==="waiting"?"being stored …":"",d.remembering==="undone"?"\
what was remembered was undone":"",d.left_out?`without the first ${N(d.left_out,"turn")}, which did not fit`:"",Q(d.at)].
filter(Boolean).join(" · "),m.hidden=u.hidden=d.remembering!=="failed",m.textContent=d.remembering==="failed"?`Not stor\
ed yet. ${d.error}`:""}function g(d){k.classList.add("mkd-under"),M(n,d.asked??""),M(r,d.answer),s.hidden=d.recalled==null,
s.textContent=`${d.recalled??0} recalled`,a.textContent=d.stopping?"stopping …":d.recalled==null?"looking up what is r\
emembered …":d.answer?"answering …":"waiting for the model …"}return{element:k,show:h,wait:g,choose:d=>{s.setAttribute(
"aria-pressed",String(d)),k.classList.toggle("mkd-chosen",d)}}}function be(t){let o=t.remembering==="stored"?` · ${t.remembered}\
 remembered`:"";return`${t.recalled} recalled${o}`}var U=()=>({since:0,version:0,turns:[],asked:null,stopping:!1,recalled:null,from:0,to:0,piece:"",failed:null,answer:"",told:0});
function te(t,o){if(o.since>t.version)return null;if(o.version<t.version)return t;let n=ke(t.turns,o.turns);if(n.some(s=>!s)||
o.from>0&&o.from!==t.told)return null;let r=o.from>0?t.answer+o.piece:o.piece;return{...t,...o,turns:n,answer:r,told:o.to}}
function ke(t,o){if(!o.length)return t;let n=[...t];for(let r of o)n[r.number]=r;return Array.from(n)}var we={facts:"fact",messages:"message",passages:"passage",notes:"note"};function ne(t){let o=e("h3",{class:"mkd-title"}),
n=e("div",{class:"mkd-body"}),r=e("section",{class:"mkd-opened","aria-label":"One memory",hidden:!0,tabindex:"-1"}),s=e(
"aside",{class:"mkd-side","aria-label":"Sources"},o,n,r),a=null,u=null,m=!1,k=!1;function h(l,b,S){let y=b===null?null:l.
turns[b]??null;y?.number!==a?.number&&(m=!1,O()),a=y,u=S,k=l.asked!=null,o.textContent=a?`Sources of answer ${a.number+1}`:
"Sources",g()}function g(){q(n,()=>n.replaceChildren(...f()))}function f(){if(!a&&!k)return[e("p",{class:"mkw-note"},"Wh\
at an answer is based on will stand here, and what was remembered of it.")];if(!u)return[e("p",{class:"mkw-note"},"…")];
let{recalled:l}=u;return[e("h4",{class:"mk-title"},`Recalled: ${N(l.length,"memory","memories")}`),l.length?e("ol",{class:"\
mkd-items"},...l.map(d)):e("p",{class:"mkw-note"},"Nothing that is remembered fits the question."),...a?E(a,u.stored):[]]}
function d(l){let b=l.relevance==null||l.reason.includes("relevance")?l.reason:`${l.reason}, ${V(l.relevance)}`;return e(
"li",{},C(l.id,l.text),e("div",{class:"mkd-facts"},e("span",{class:"mk-badge mk-badge-none"},we[l.part]??l.part),e("span",
{},l.day),l.who?e("span",{dir:"auto"},l.who):null,l.outdated?e("span",{},"may not hold any more"):null,e("span",{},b)))}
function E(l,b){let S={off:"Nothing is remembered of this chat.",waiting:"It is being stored …",undone:"What was remem\
bered of it was undone.",failed:"It is not stored yet.",stored:""}[l.remembering],y=e("h4",{class:"mk-title"},l.remembering===
"stored"?`Remembered: ${N(b.length,"message")}`:"Remembered");return S?[y,e("p",{class:"mkw-note"},S)]:[y,e("ol",{class:"\
mkd-items"},...b.map(x)),A(l,b)]}function x(l){return e("li",{},l.there?C(l.id,l.text):e("span",{class:"mk-gone",dir:"au\
to"},l.text),e("div",{class:"mkd-facts"},l.who?e("span",{},l.who):null,l.event==="NONE"?e("span",{},"stood there already"):
null,l.there?null:e("span",{},"deleted")),l.facts.length?e("ul",{class:"mkd-drawn","aria-label":"Facts drawn from it"},...l.
facts.map($),l.more?e("li",{class:"mkw-muted"},`and ${H(l.more)} more`):null):null)}function $(l){let b=l.standing==="se\
rved";return e("li",{},e("span",{class:`mk-badge mk-badge-${b?"add":"update"}`},b?"fact":l.standing??"fact")," ",C(l.id,
l.text))}let C=(l,b)=>e("button",{type:"button",class:"mkd-memory",dir:"auto","data-id":l,title:`Open memory ${l.slice(-8)}`,
onclick:()=>I(l)},b);function A(l,b){let S=b.filter(T=>T.there&&T.event!=="NONE");if(!S.length)return e("p",{class:"mkw-\
note"},"Nothing of it is left to undo.");let y=S.reduce((T,c)=>T+c.facts.length+c.more,0),R=m?`Forget ${N(S.length,"mess\
age")}${y?` and ${N(y,"fact")}`:""}?`:"Undo";return e("div",{class:"mkw-row mkd-undo"},e("button",{type:"button",class:m?
"mkw-danger":"","data-undo":"true",title:"Take back what was stored of this turn, and the facts that were drawn from it",
onclick:async()=>{if(!m){m=!0,g(),P(n,"[data-undo]");return}m=!1,await t.undo(l.number)||g()}},R),m?e("button",{type:"bu\
tton",class:"mkw-link",onclick:()=>{m=!1,g(),P(n,"[data-undo]")}},"Keep"):null)}async function I(l){let b=await t.open(l);
b&&L(b)}function O(){r.hidden=!0,r.replaceChildren()}function L(l){let b=G(()=>l.code);r.hidden=!1,r.replaceChildren(e("\
div",{class:"mkw-row"},e("b",{},"Memory "),e("code",{class:"mk-id",title:l.id},l.id.slice(-8)),e("span",{class:"mkd-end \
mkw-row"},b.button,e("button",{type:"button",onclick:()=>{O(),P(n,`[data-id="${CSS.escape(l.id)}"]`)}},"Close"))),e("div",
{class:"mk-text mkd-whole",dir:"auto"},l.text),e("dl",{class:"mk-facts"},...l.facts.flatMap(([S,y])=>[e("dt",{dir:"auto"},
S),e("dd",{dir:"auto"},y)])),b.box),r.focus({preventScroll:!0}),r.scrollIntoView({block:"nearest"})}return{element:s,show:h}}function ge({model:t,el:o}){let n=_("mkd","Chat"),r=z(t,{onstate:i=>f({live:"",busy:Y,gone:B}[i],i==="gone"),onnews:i=>i.
what==="state"?y(i):f(i.trouble,!0),onslow:i=>f(i)}),s=U(),a=null,u=!0,m=null,k="",h=-1,g="";function f(i,p=!1){L.textContent=
i,L.classList.toggle("mkw-trouble",p)}async function d(i,p,v=r.ask){try{let F=await v(i,p);return f(""),F}catch(F){return f(
W(F),!0),null}}let E=e("div",{class:"mkd-what"}),x=G(()=>`for piece in chat.stream("..."):
    print(piece, end="")
turn = chat.turns[-1]
turn.recalled, turn.remembered`),$=e("header",{class:"mkw-row mkd-head"},E,e("span",{class:"mkd-end"},x.button)),C={choose:i=>{
u=i===null||i===s.turns.length-1,a=i,m=null,R()},again:()=>d("again"),dismiss:()=>d("dismiss"),retry:()=>d("retry"),undo:async i=>{
let p=await d("undo",{turn:i});return p&&(k="",f(`${N(p.count,"memory is","memories are")} undone.`)),!!p},open:i=>d("op\
en",{id:i},r.read)},A=ee(C),I=ne(C),O=X({send:async i=>(u=!0,A.end(),!!await d("send",{text:i})),stop:()=>d("stop")}),L=e(
"p",{class:"mkw-note mkd-saidline",role:"status"}),l=e("p",{class:"mkw-said","aria-live":"polite"});n.append($,x.box,e("\
div",{class:"mkd-panes"},e("div",{class:"mkd-main"},A.box,O.element,L,l),I.element)),o.append(n);let b=K(n,t.get("key"));
function S(){let{model:i,scope:p}=t.get("about");E.replaceChildren(e("b",{},"Chat"),e("span",{dir:"auto"},i),...p.map(([
v,F])=>e("span",{dir:"auto"},`${v} ${F}`)))}function y(i){let p=te(s,i);if(!p){T();return}s=p;let v=s.turns.length;h>=0&&
v>h&&(l.textContent=s.turns[v-1].answer),h=v,R()}function R(){u&&(a=s.asked!=null||!s.turns.length?null:s.turns.length-1),
n.dataset.turns=String(s.turns.length),n.dataset.answering=String(s.asked!=null),A.show(s,a),O.show(s),c(),I.show(s,a,m)}
let T=()=>r.read("state",{since:0},"state").then(i=>{s=U(),y(i),n.dataset.ready="true",b()},i=>f(W(i),!0));function c(){
let i=a===null?null:s.turns[a],p=i?`${i.number} ${i.remembering} ${g}`:s.recalled==null?"":`now ${s.asked}`;if(!p){m=null,
k="";return}p===k&&m||(p.split(" ")[0]!==k.split(" ")[0]&&(m=null),p!==k&&(k=p,r.read("sources",{turn:i?i.number:null},"\
sources").then(v=>{m=v,I.show(s,a,m)},v=>{k="",f(W(v),!0)})))}r.poll(n,async()=>{let i=await r.read("poll",{},"poll");i.
changed!==g&&(g=i.changed,c())});let w=[r.close,J(t,"about",S)];return T(),()=>w.forEach(i=>i())}var xe={render:ge};return ie(ye);})();
export default memkit_chat.default;
