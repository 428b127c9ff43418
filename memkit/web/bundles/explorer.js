// Made of memkit/web/js/explorer by "make web": change it there.
"use strict";var memkit_explorer=(()=>{var st=Object.defineProperty;var Kt=Object.getOwnPropertyDescriptor;var Ft=Object.getOwnPropertyNames;var Gt=Object.prototype.hasOwnProperty;var Jt=(e,a)=>{for(var n in a)st(e,n,{get:a[n],enumerable:!0})},Vt=(e,a,n,o)=>{if(a&&typeof a=="object"||typeof a=="func\
tion")for(let r of Ft(a))!Gt.call(e,r)&&r!==n&&st(e,r,{get:()=>a[r],enumerable:!(o=Kt(a,r))||o.enumerable});return e};var zt=e=>Vt(st({},"__esModule",{value:!0}),e);var we={};Jt(we,{default:()=>be});function t(e,a={},...n){let o=document.createElement(e);for(let[r,m]of Object.entries(a))m===!1||m==null||(typeof m=="fu\
nction"?o.addEventListener(r.slice(2),m):o.setAttribute(r,m===!0?"":String(m)));return o.append(...n.filter(r=>r!=null)),
o}function mt(e,a){let n=t("section",{class:`memkit mkw ${e}`,"aria-label":a,"data-lm-suppress-shortcuts":"true"});for(let o of[
"keydown","keypress","keyup"])n.addEventListener(o,r=>r.stopPropagation());return n}function U(e,a){e.querySelector(a)?.
focus()}var et=(e,a)=>a instanceof Node&&e.contains(a);function V(e,a){let n=()=>e.querySelectorAll("button, input, sele\
ct, textarea"),o=[...n()].findIndex(r=>r===document.activeElement);a(),o>=0&&n()[o]?.focus({preventScroll:!0})}function q(e,a){
let n;return(...o)=>{clearTimeout(n),n=setTimeout(()=>a(...o),e)}}var Yt="An answer of the kernel was lost on the way. Try it again.",dt="No answer from the kernel yet: it is at work, or\
 was shut down. If none comes, run the cell again.",X="The kernel has lost this widget. Run the cell again.";function pt(e,{
onstate:a,onnews:n}){let o=`${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`,r=new Map,m=new Map,s=0,c="\
live",u=!1;function y(l){l!==c&&(c=l,a(c))}function x(l,d={},$=null){let E=++s;return $&&m.set($,E),new Promise((j,O)=>{
r.set(E,{resolve:j,reject:O,lane:$,sent:performance.now()});try{if(u)throw new Error(X);e.send({view:o,number:E,lane:$,method:l,
given:d})}catch{r.delete(E),y("gone"),O(new Error(X))}})}function w(l){if(l.news){n(l.news);return}let d=l.view===o&&r.get(
l.number);d&&(r.delete(l.number),y("live"),f(l.number),!i(l.number,d)&&(l.trouble?d.reject(new Error(l.trouble)):d.resolve(
l.answer)))}let i=(l,{lane:d})=>d&&m.get(d)!==l;function f(l){for(let[d,$]of r)d>l||(r.delete(d),i(d,$)||$.reject(new Error(
Yt)))}function k(){let l=Math.min(...[...r.values()].map(d=>d.sent));c!=="gone"&&performance.now()-l>4e3&&y("busy")}function S(){
u=!0,y("gone");for(let{reject:l}of r.values())l(new Error(X));r.clear()}let v=["comm_live_update","comm:close","destroy"];
e.on("msg:custom",w);for(let l of v)e.on(l,S);let C=[()=>e.off("msg:custom",w),...v.map(l=>()=>e.off(l,S))];function h(l,d){
let $=!1,E=!1,j=new IntersectionObserver(T=>{$=T[T.length-1].isIntersecting});j.observe(l);let O=setInterval(()=>{k(),!(!$||
document.hidden||u||E)&&(E=!0,d().catch(()=>{}).finally(()=>{E=!1}))},1e3);C.push(()=>j.disconnect(),()=>clearInterval(O))}
return{ask:x,poll:h,close:()=>C.forEach(l=>l())}}var I=(e,a=2)=>e==null?"–":e.toFixed(a).replace(/^(-?)0\./,"$1."),D=e=>e instanceof Error?e.message:String(e),M=e=>e.toLocaleString(
"en"),R=(e,a,n=`${a}s`)=>`${M(e)} ${e===1?a:n}`;var nt=e=>e?e.slice(0,10):"",B=e=>e?e.slice(0,16).replace("T"," "):"";var Qt={added:"ins",removed:"del",same:"span"},ft=e=>e.map(([a,n])=>t(Qt[a],{},n));function z(e){let a=e.trim();if(!a)return{};if(a.startsWith("{"))try{return JSON.parse(a)}catch{throw new Error('This is\
 not JSON yet. For example: {"category": "food", "priority": 3}')}return Object.fromEntries(a.split(/[,\n]/).map(n=>n.trim()).
filter(Boolean).map(n=>{let[,o,r]=n.match(/^([^=]+)=(.*)$/s)??[];if(!o)throw new Error(`“${n}” is no key=value. For ex\
ample: category=food, priority=3`);try{return[o.trim(),JSON.parse(r)]}catch{return[o.trim(),r.trim()]}}))}var ht=(e,a)=>a===
"memory"?e.text:a.startsWith("metadata.")?e.metadata[a.slice(9)]:e[a],K=e=>e==null?"":typeof e=="string"?e:JSON.stringify(
e),F=e=>t("span",{class:"mk-text",dir:"auto"},e);var Xt={ADD:"+",UPDATE:"~",DELETE:"−",NONE:"="},rt=e=>t("span",{class:`mk-badge mkx-badge mk-badge-${e.toLowerCase()}`},
t("span",{class:"mkx-sign","aria-hidden":"true"},Xt[e]),e),lt=e=>t("span",{class:"mk-text",dir:"auto"},...ft(e));function kt(e,a,n){
let o=t("li",{class:"mkx-proposal"}),r=!1;function m(x,w,i,f=null){return t("button",{type:"button","aria-pressed":w==null?
null:String(w),title:f,onclick:i},x)}function s(x){Object.assign(a,x),c(),n()}function c(){let x=a.action==="accept",w=e.
near.find(({id:k})=>k===a.updating),i=w?"UPDATE":a.text!=null&&e.event==="NONE"?"ADD":e.event,f=r?u():t("div",{class:"mk\
x-text"},!w&&a.text==null&&e.event==="UPDATE"&&e.parts.length?lt(e.parts):F(a.text??e.text));o.dataset.event=i,o.classList.
toggle("mkx-rejected",!x),o.replaceChildren(t("div",{class:"mkx-decision"},rt(i),f,t("span",{class:"mkx-buttons"},m("Acc\
ept",x,()=>s({action:"accept"})),e.event==="DELETE"?null:m("Edit",null,()=>{r=!r,c(),o.querySelector("textarea")?.focus()}),
m("Reject",!x,()=>s({action:"reject"})))),y(w)??"")}function u(){let x=t("textarea",{rows:"2","aria-label":"Text of this\
 change",class:"mkx-grow",oninput:()=>{a.text=x.value===e.text?null:x.value},onkeydown:w=>{w.key!=="Escape"&&!(w.key==="\
Enter"&&(w.ctrlKey||w.metaKey))||(w.preventDefault(),w.stopPropagation(),w.key==="Escape"&&(a.text=null),r=!1,s({action:"\
accept"}))}});return x.value=a.text??e.text,x}function y(x){return e.near.length?t("div",{class:"mkx-near"},t("span",{class:"\
mkw-muted"},"near"),t("ul",{},...e.near.map(w=>t("li",{class:"mkw-row"},t("span",{class:"mkx-number",title:"Similarity: \
cosine, up to 1"},I(w.similarity)),F(w.text),e.event==="DELETE"?null:m(w===x?"Updates this":"Update this instead",w===x,
()=>s({action:"accept",updating:w===x?null:w.id})))))):null}return c(),o}function xt(e){let a=new Map,n=t("textarea",{rows:"1",placeholder:"Something to remember","aria-label":"Text to add",oninput:f,
onkeydown:d=>{d.key!=="Enter"||!(d.ctrlKey||d.metaKey)||(d.preventDefault(),S())}}),o=t("input",{type:"text",placeholder:"\
category=food, priority=3","aria-label":"Metadata to add",autocomplete:"off"}),r=t("button",{type:"submit"},"Preview"),m=t(
"button",{type:"button",title:"Ctrl+Enter",onclick:()=>S()},"Add"),s=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),
c=t("p",{class:"mkw-note",role:"status"}),u=t("ul",{class:"mkx-proposals","aria-label":"What would be written"}),y=t("bu\
tton",{type:"button",class:"mkx-main",onclick:()=>h()}),x=t("button",{type:"button",onclick:()=>l()},"Discard"),w=t("div",
{class:"mkw-row mkx-write",hidden:!0},y,x,c),i=t("section",{class:"mkx-add","aria-label":"Add"},t("form",{class:"mkx-lin\
e",onsubmit:d=>{d.preventDefault(),v()}},t("label",{class:"mkx-grow"},t("span",{class:"mkx-word"},"Add"),n),t("label",{class:"\
mkx-meta"},t("span",{class:"mkw-muted"},"metadata"),o),r,m),s,u,w);function f(){n.style.height="auto",n.style.height=`${Math.
min(n.scrollHeight+2,160)}px`}function k(){if(s.textContent="",!n.value.trim())return s.textContent="There is nothing to\
 add yet. Write a sentence first.",n.focus(),null;try{let d=z(o.value);return{text:n.value,metadata:Object.keys(d).length?
d:null}}catch(d){return s.textContent=D(d),o.focus(),null}}async function S(){let d=k();d&&await e.change("add",d,s)&&l(
!0)}async function v(){let d=k();if(d){c.textContent="Looking for similar memories …",w.hidden=!1,y.hidden=!0;try{let $=await e.
ask("preview",d,"preview");e.show($),a.clear(),u.replaceChildren(...$.proposals.map(E=>{let j={action:E.event==="NONE"?"\
reject":"accept"};return a.set(E.index,j),kt(E,j,C)})),c.textContent=$.said,C()}catch($){s.textContent=D($),w.hidden=!0}}}
function C(){let d=[...a.values()].filter(({action:$})=>$==="accept").length;y.hidden=!a.size,y.disabled=!d,y.textContent=
d===1?"Write 1 change":`Write ${d} changes`}async function h(){let d=[...a].map(([$,E])=>({index:$,...E}));await e.change(
"apply",{choices:d},s)&&l(!0)}function l(d=!1){a.clear(),u.replaceChildren(),w.hidden=!0,s.textContent="",d&&(n.value=""),
f(),n.focus()}return e.on("status",()=>{for(let d of[n,o,r,m])d.disabled=e.past();n.placeholder=e.past()?"Go back to now\
 to add":e.whose()?`Something to remember for ${e.whose()}`:"Pick a user above, then write something to remember"}),i}var Zt={url:"",total:0,shown:0,spaces:[],scope:{},scopes:{},metadata:[],where:"",trouble:"",at:null,head:0,selected:0},Z={
user_id:"user",agent_id:"agent",app_id:"app",run_id:"run"};function bt(e){let a={},n=pt(e,{onstate:s=>o.tell("line",s),onnews:s=>m(
s)}),o={status:{...Zt},open:null,lastCode:"",firstQuery:e.get("query"),ends:[n.close],ask:n.ask,on:(s,c)=>{(a[s]??=[]).push(
c)},tell:(s,c)=>{s==="open"&&(o.open=c);for(let u of a[s]??[])u(c)},past:()=>o.status.at!=null,show:s=>{s?.code&&(o.lastCode=
s.code,o.tell("code"))},filter:async(s,c)=>{try{o.show(await o.ask(s,c,s)),o.tell("trouble","")}catch(u){s==="set_where"?
r():o.tell("trouble",D(u))}},change:async(s,c,u)=>{u.textContent="";try{let y=await o.ask(s,c);return o.show(y),o.seen=Math.
max(o.seen??0,...y.seqs??[]),o.tell("done",y),!0}catch(y){return u.textContent=D(y),!1}},watch:s=>n.poll(s,async()=>{let c=Math.
max(o.status.head,o.seen??0),u=await o.ask("changes",{since:c},"changes");u.changed&&(o.seen=u.reset?0:u.head,u.reset&&(o.
status={...o.status,head:0}),o.tell("others",u),r())}),emptiness:s=>{let{status:c}=o;if(s)return`No memory holds “${s}\
”. Clear the filter above to see all.`;if(c.where)return`No memory fits the filter ${c.where}. Clear it to see all.`;let u=o.
whose()?` for ${o.whose()}`:"";return o.past()?`There were no memories${u} then. Go back to now to see those of today.`:
`No memories${u} yet. Add one above or run %remember.`},whose:()=>Object.entries(Z).filter(([s])=>o.status.scope[s]!=null).
map(([s,c])=>`${c} ${o.status.scope[s]}`).join(", "),refresh:s=>r(s)},r=q(20,async(s="")=>{let{head:c}=o.status;try{o.status=
await o.ask("status",{},"status")}catch(u){o.tell("trouble",D(u));return}o.tell("status",o.status),o.tell("data",s),o.status.
head!==c&&o.tell("journal")});function m({what:s,count:c,trouble:u}){s==="failed"?o.tell("trouble",u):s==="selection"?(o.
status.selected=c,o.tell("selection",c)):r(s)}return o}function ot(e,a){let n=t("select",{"aria-label":e});return n.addEventListener("change",()=>a(n.value)),n}function Y(e,a,n){
e.replaceChildren(...a.map(o=>t("option",{value:o.value,disabled:o.disabled,title:o.title},o.text))),e.value=n}function Q(e){let a=t("pre",{class:"mk-code",tabindex:"0","aria-label":"Python"}),n=t("span",{class:"mkw-note",role:"sta\
tus"}),o=t("button",{type:"button",onclick:()=>navigator.clipboard.writeText(a.textContent).then(()=>{n.textContent="Cop\
ied."},()=>{n.textContent="The browser does not allow it: mark the text and copy it."})},"Copy"),r=t("div",{class:"mkw-c\
ode",hidden:!0},a,t("div",{class:"mkw-row"},o,n)),m=t("button",{type:"button","aria-expanded":"false",onclick:()=>{r.hidden=
!r.hidden,m.setAttribute("aria-expanded",String(!r.hidden)),s()}},"Show as Python"),s=()=>{r.hidden||(a.textContent=e(),
n.textContent="")};return{button:m,box:r,refresh:s}}var te={user_id:"user",agent_id:"agent",app_id:"app",run_id:"run",type:"type",role:"said by"};function wt(e){let a=t("p",
{class:"mkw-note mkx-trouble",role:"alert"}),n=t("div",{class:"mkx-pane"}),o=Q(()=>m?.code??""),r=t("section",{class:"mk\
x-detail","aria-label":"One memory",tabindex:"-1"},a,n,o.box),m=null,s=!1,c=!1;async function u(){if(!e.open){m=null,x();
return}try{m=await e.ask("detail",{id:e.open},"detail"),a.textContent="",o.refresh(),x()}catch(h){m=null,x(),a.textContent=
D(h)}}function y(h){return h!==m?.id&&(s=c=!1),u()}function x(){if(r.dataset.id=m?.id??"",!m){n.replaceChildren(t("p",{class:"\
mkw-note mkx-empty"},e.open?"Loading …":"Click a memory to see its history and what is near it."));return}let h=m;V(n,
()=>n.replaceChildren(w(h),...s?[k(h)]:[i(h),f(h)],v(h),...h.nearest.map(C)))}function w(h){let l=h.there&&!e.past(),d=s?
[]:[t("button",{type:"button",disabled:!l,onclick:()=>{s=!0,x(),U(n,"textarea")}},"Edit"),t("button",{type:"button",class:c?
"mkx-danger":null,disabled:!l,onclick:()=>{c?S(h):(c=!0,x(),U(n,".mkx-danger"))}},c?"Delete it?":"Delete"),c?t("button",
{type:"button",onclick:()=>{c=!1,x()}},"Keep"):null,o.button];return t("div",{class:"mkx-bar"},t("code",{class:"mk-id",title:h.
id},`#${h.id.slice(-8)}`),h.there?null:t("span",{class:"mkw-note"},e.past()?"not there at that time":"deleted; undo brin\
gs it back"),t("span",{class:"mkx-buttons"},...d))}let i=h=>t("p",{class:`mkx-whole${h.there?"":" mk-gone"}`,dir:"auto"},
h.record.text);function f(h){let{record:l}=h,d=Object.entries(te).filter(([O])=>l[O]&&!(O==="type"&&l.type==="semantic")).
map(([O,T])=>[T,String(l[O])]),$=[["occurred",l.occurred_at],["created",l.created_at],["updated",l.updated_at===l.created_at?
null:l.updated_at],["expires",l.expires_at],["valid from",l.valid_from],["valid to",l.valid_to]].filter(([,O])=>O).map(([
O,T])=>[O,B(T)]),E=[["pinned",l.pinned?"yes":""],["superseded by",l.superseded_by??""],["vouched for by",l.said_by??""],
["derived by",l.derived_by??""],...l.sources.map(O=>["source",O]),...Object.entries(l.data).map(([O,T])=>[`data.${O}`,K(
T)])].filter(([,O])=>O),j=[...d,...E,...Object.entries(l.metadata).map(([O,T])=>[O,Array.isArray(T)?T.map(K).join(", "):
K(T)]),...$];return t("div",{class:"mk-about mkx-facts"},...j.map(([O,T])=>t("span",{class:"mk-pair",dir:"auto"},t("b",{},
O)," ",T)))}function k(h){let{record:l}=h,d=t("textarea",{rows:"3","aria-label":"Text"}),$=t("textarea",{rows:"4","aria-\
label":"Metadata as JSON",class:"mkx-mono",spellcheck:"false"});d.value=h.text;let E=d.value;$.value=JSON.stringify(l.metadata,
null,2);let j=t("p",{class:"mkw-note mkx-trouble",role:"alert"});async function O(){let b;try{b=z($.value)}catch(H){j.textContent=
D(H),$.focus();return}let N=JSON.stringify(b)===JSON.stringify(l.metadata),P={id:l.id,text:d.value===E?null:d.value,metadata:N?
null:b};if(P.text==null&&N){T();return}await e.change("update",P,j)&&(s=!1,r.focus(),u())}function T(){s=!1,x(),r.focus()}
return t("form",{class:"mkx-editor",onsubmit:b=>{b.preventDefault(),O()},onkeydown:b=>{if(b.key==="Escape")T();else if(b.
key==="Enter"&&(b.ctrlKey||b.metaKey))O();else return;b.preventDefault()}},t("label",{},t("span",{class:"mkw-muted"},"Te\
xt"),d),t("label",{},t("span",{class:"mkw-muted"},"Metadata"),$),j,t("div",{class:"mkw-row"},t("button",{type:"submit",class:"\
mkx-main",title:"Ctrl+Enter"},"Save"),t("button",{type:"button",title:"Escape",onclick:T},"Cancel")))}async function S(h){
c=!1,await e.change("delete",{ids:[h.id]},a)&&r.focus()}function v(h){return t("div",{class:"mkx-part"},t("h3",{},"Histo\
ry"),t("ol",{class:"mkx-history"},...h.history.map(l=>t("li",{},t("div",{class:"mkw-row"},t("span",{class:"mkx-number mk\
w-muted"},`v${l.version}`),rt(l.event),t("span",{class:"mkw-muted",title:`${l.at}, change ${l.seq}`},`${B(l.at)}${l.actor?
` by ${l.actor}`:""}`),l.undoable&&!e.past()?t("button",{type:"button",class:"mkw-link mkx-undo",title:`Back to the stat\
e before this change, as m.undo(${l.seq})`,onclick:()=>e.change("undo",{seqs:[l.seq]},a)},"Undo"):null),l.reason?t("div",
{class:"mkw-note",dir:"auto"},l.reason):null,l.text.length?l.event==="UPDATE"?lt(l.text):F(l.text.map(([,d])=>d).join("")):
null,...l.fields.map(d=>t("div",{class:"mkx-field"},t("span",{class:"mkw-muted"},`${d.name.replace("metadata.","")} `),d.
old?t("del",{dir:"auto"},d.old):null,d.new?t("ins",{dir:"auto"},d.new):null))))))}function C(h){return t("div",{class:"m\
kx-part"},t("h3",{dir:"auto"},`Nearest in ${h.space}`),h.neighbours.length?t("ol",{class:"mkx-neighbours"},...h.neighbours.
map(l=>t("li",{},t("span",{class:"mkx-number",title:"Cosine, up to 1"},I(l.cosine)),t("button",{type:"button",class:"mkx\
-memory",onclick:()=>e.tell("open",l.id)},F(l.text))))):t("p",{class:"mkw-note"},"No other memory is here to be near."))}
return e.on("open",y),e.on("data",()=>{s||u()}),x(),r}var ee=0;function gt({word:e,every:a,onpick:n}){let o=`mkx-pick-${++ee}`,r=[],m=[],s=0,c=t("button",{type:"button",class:"\
mkx-pickbutton","aria-haspopup":"listbox","aria-expanded":"false",onclick:()=>x.hidden?i():f(!0)}),u=t("input",{type:"te\
xt",role:"combobox",autocomplete:"off",spellcheck:"false",placeholder:`Search or type a ${e}`,"aria-label":`Search or ty\
pe a ${e}`,"aria-controls":o,"aria-expanded":"true",oninput:()=>{s=0,k()},onkeydown:S}),y=t("ul",{class:"mkx-options",role:"\
listbox",id:o,"aria-label":e}),x=t("div",{class:"mkx-pop",hidden:!0},u,y),w=t("span",{class:"mkx-pick",onfocusout:h=>{et(
w,h.relatedTarget)||f(!1)}},c,x);function i(){x.hidden=!1,c.setAttribute("aria-expanded","true"),u.value="",s=0,k();let h=w.
closest(".mkx")?.getBoundingClientRect().right??1/0;x.classList.toggle("mkx-left",w.getBoundingClientRect().left+x.offsetWidth>
h),u.focus()}function f(h){x.hidden=!0,c.setAttribute("aria-expanded","false"),h&&c.focus()}function k(){let h=u.value.trim(),
l=r.filter(d=>d.value.toLowerCase().includes(h.toLowerCase()));m=h?l:[{value:null},...l],h&&!r.some(d=>d.value===h)&&(m=
[...m,{value:h,typed:!0}]),s=Math.max(0,Math.min(s,m.length-1)),y.replaceChildren(...m.map((d,$)=>t("li",{role:"option",
id:`${o}-${$}`,"aria-selected":String($===s),onmousedown:E=>E.preventDefault(),onclick:()=>v(d.value)},t("span",{class:"\
mkx-option",dir:"auto"},d.value==null?a:d.typed?`“${d.value}”`:d.value),d.count==null?null:t("span",{class:"mkw-mute\
d"},M(d.count))))),u.setAttribute("aria-activedescendant",`${o}-${s}`),y.children[s]?.scrollIntoView({block:"nearest"})}
function S(h){let l=h.key==="ArrowDown"?1:h.key==="ArrowUp"?-1:0;if(l)s=Math.max(0,Math.min(s+l,m.length-1));else if(h.key===
"Enter")m[s]&&v(m[s].value);else if(h.key==="Escape")f(!0);else return;h.preventDefault(),l&&k()}function v(h){f(!0),n(h)}
function C(h,l){r=h,c.replaceChildren(t("span",{class:"mkw-muted"},`${e[0].toUpperCase()}${e.slice(1)} `),t("span",{class:"\
mkx-picked",dir:"auto"},l??a)),c.setAttribute("aria-label",`${e}: ${l??a}`)}return C([],null),{element:w,show:C}}var ne={user:"everyone",agent:"any",app:"any",run:"any"};function yt(e){let a=t("b",{dir:"auto"}),n=t("span",{}),o=t("sp\
an",{class:"mkx-live",role:"status"}),r=ot("Space",i=>e.filter("use_space",{space:i})),m=Object.fromEntries(Object.entries(
Z).map(([i,f])=>[i,gt({word:f,every:ne[f],onpick:k=>e.filter("set_scope",{...e.status.scope,[i]:k})})])),s=Q(()=>e.lastCode??
"");e.on("code",s.refresh);function c(i){a.textContent=i.url.split("/").pop()||i.url,a.title=i.url;let f=i.spaces.find(({
key:k})=>k===i.space);n.textContent=[f?`${f.key} (${M(f.dim)} d)`:"no space yet",i.shown===i.total?R(i.total,"memory","m\
emories"):`${M(i.shown)} of ${R(i.total,"memory","memories")}`].join(" · "),Y(r,i.spaces.map(k=>({value:k.key,text:`${k.
key}${k.ready?"":" (filling)"}`,disabled:!k.ready,title:`${M(k.dim)} dimensions, ${R(k.count,"vector")}${k.default?", th\
e default":""}`})),f?.key??""),x.hidden=i.spaces.length<2;for(let[k,S]of Object.entries(m)){let v=i.scopes[k]??[];S.show(
v,i.scope[k]),S.element.hidden=k!=="user_id"&&!v.length&&i.scope[k]==null}}let u;function y(i,f=null){clearTimeout(u),o.
dataset.state=i,o.textContent=f??{live:"live",busy:"waiting for the kernel",gone:"not connected"}[i],f&&(u=setTimeout(()=>y(
i),6e3))}let x=t("label",{class:"mkx-label"},"Space ",r),w=t("header",{class:"mkx-head"},t("div",{class:"mkx-what"},a,n),
t("div",{class:"mkx-controls"},x,...Object.values(m).map(i=>i.element),s.button,o));return e.on("status",c),y("live"),{element:w,
code:s.box,say:y}}function vt(e){let a="http://www.w3.org/2000/svg",n=document.createElementNS(a,"svg");for(let[r,m]of Object.entries({viewBox:"\
0 0 16 16",width:"16",height:"16","aria-hidden":"true"}))n.setAttribute(r,m);let o=document.createElementNS(a,"path");return o.
setAttribute("d","M2 7h2.5v6.5H2zM4.5 7.2 7.6 2.2c1.2 0 1.7.9 1.4 2L8.4 6.5h4.2c.9 0 1.5.8 1.3 1.6l-1.1 4.3c-.2.7-.7 1.1\
-1.4 1.1H4.5"),e==="down"&&o.setAttribute("transform","rotate(180 8 8)"),n.append(o),n}var oe={semantic:"semantic",bm25:"BM25",context:"context",recency:"recency",rerank:"reranker"},$t=e=>oe[e]??e,Ct=e=>`mk-${[
"semantic","bm25","recency","rerank"].includes(e)?e:"other"}`,St=e=>t("span",{class:`mk-key ${Ct(e)}`}),Et=({reasons:e})=>Object.
values(e).reduce((a,n)=>a+Math.max(n,0),0),Ot=e=>t("div",{class:"mkx-legend","aria-hidden":"true"},...e.map(a=>t("span",
{},St(a),$t(a))));function At(e,a,n,{most:o,trouble:r}){return t("li",{class:`mkx-hit${a.other_space?" mkx-two":""}`,"da\
ta-id":n.id},t("span",{class:"mkx-rank"},String(n.rank)),t("div",{class:"mkx-what2"},t("button",{type:"button",class:"mk\
x-memory",title:"Show all about it",onclick:()=>e.tell("open",n.id)},F(n.text)),t("span",{class:"mkx-about"},...ae(n,e.status.
scope))),a.other_space?re(n,a.other_space):null,t("span",{class:"mkx-score"},t("b",{class:"mkx-number"},I(n.score)),se(n,
o)),le(e,a.query,n,r))}function ae(e,a){let n=[["",nt(e.occurred_at??e.created_at)]];for(let[o,r]of Object.entries(Z))e[o]&&
a[o]==null&&n.push([r,String(e[o])]);for(let[o,r]of Object.entries(e.metadata).slice(0,2))n.push([o,K(r)]);for(let o of e.
notes)n.push(["",o]);return n.map(([o,r])=>t("span",{dir:"auto",title:o?`${o}: ${r}`:null},r))}function se(e,a){let n=Object.
entries(e.reasons).filter(([,s])=>Math.abs(s)>=.005),o=n.map(([s,c])=>`${$t(s)} ${I(c)}`).join(", "),r=e.score,m=n.filter(
([,s])=>s>0).map(([s,c])=>{let u=Math.max(0,Math.min(c,r));r-=u;let y=t("span",{class:Ct(s)});return y.style.width=`${a>
0?100*u/a:0}%`,y});return t("span",{class:"mkx-bars",title:o},t("span",{class:"mk-bar",role:"img","aria-label":o},...m),
t("span",{class:"mkx-values","aria-hidden":"true"},...n.map(([s,c])=>t("span",{},St(s),I(c)))))}function re(e,a){let n=e.
other?.rank??null,o=e.other?.shift??0,r=n==null?"not near":`#${M(n)}`,m=o?o>0?` ▲ ${M(o)}`:` ▼ ${M(-o)}`:"",s=n==null?
`Not near the top in ${a}`:`Rank ${n} in ${a}${o?`, ${R(Math.abs(o),"place")} ${o>0?"higher":"lower"}`:", the same"}`;return t(
"span",{class:"mkx-there",title:s,"aria-label":s,role:"img"},r,t("span",{class:o>0?"mkx-up":o<0?"mkx-down":""},m))}function le(e,a,n,o){
let m=[[!0,"Relevant","up"],[!1,"Not relevant","down"]].map(([c,u,y])=>t("button",{type:"button",class:`mkx-thumb mkx-${y}\
thumb`,"aria-label":u,title:`${u} to this question`,"aria-pressed":String(n.rated===c),disabled:e.past(),onclick:()=>s(n.
rated===c?null:c)},vt(y)));async function s(c){try{e.show(await e.ask("rate",{query:a,id:n.id,relevant:c})),n.rated=c,m.
forEach((u,y)=>u.setAttribute("aria-pressed",String(n.rated===(y===0))))}catch(u){o(D(u))}}return t("span",{class:"mkx-t\
humbs",role:"group","aria-label":"Rate this hit"},...m)}var Tt=150;function Mt(e,a){let n=t("input",{type:"search",placeholder:"Ask in your own words, e.g. where does she live?",
"aria-label":"Search",autocomplete:"off",oninput:q(Tt,()=>E()),onkeydown:b=>{b.key==="Enter"&&E()}}),o=t("input",{type:"\
number",min:"1",max:"100",value:"10","aria-label":"k, how many hits",onchange:()=>E()}),r=t("input",{type:"range",min:"0",
max:"1",step:"0.01",value:"0","aria-label":"Least score",oninput:()=>{d(),v()}}),m=t("output",{class:"mkx-number"}),s=ot(
"Compare with",()=>E()),c=t("input",{type:"checkbox",onchange:()=>E()}),u=t("input",{type:"text",placeholder:"category =\
 'food' and priority >= 3","aria-label":"where, a filter",autocomplete:"off",spellcheck:"false",oninput:q(400,()=>$()),onkeydown:b=>{
b.key==="Enter"&&$()}}),y=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),x=t("p",{class:"mkw-note mkx-trouble",role:"\
alert"}),w=t("p",{class:"mkw-note",role:"status"}),i=t("div",{class:"mkx-results"}),f=Q(()=>C?.code??"# Nothing was sear\
ched yet."),k=t("label",{class:"mkx-label",hidden:!0},"compare with ",s),S=t("label",{class:"mkx-label",hidden:!0},c," r\
erank"),v=q(Tt,()=>E()),C=null,h=t("div",{class:"mkx-options2"},t("label",{class:"mkx-label"},"k ",o),t("label",{class:"\
mkx-label"},"score at least ",r,m),k,S),l=t("section",{class:"mkx-search","aria-label":"Search"},t("form",{class:"mkx-li\
ne",onsubmit:b=>b.preventDefault()},t("label",{class:"mkx-grow"},t("span",{class:"mkx-word"},"Search"),n),h),t("div",{class:"\
mkx-line"},t("label",{class:"mkx-grow"},t("span",{class:"mkx-word"},"where"),u),a),y,x,t("div",{class:"mkw-row mkx-found"},
w,f.button),i,f.box);f.button.hidden=!0;function d(){m.textContent=r.value==="0"?"any":I(Number(r.value))}async function $(){
if(u.value.trim()===(e.status.where??"")){y.textContent=e.status.trouble??"";return}await e.filter("set_where",{where:u.
value.trim()})}async function E(){if(x.textContent="",!n.value.trim()){C=null,i.replaceChildren(),w.textContent="",f.button.
hidden=f.box.hidden=!0;return}let b=setTimeout(()=>{w.textContent="Searching …"},300);try{let N=await e.ask("search",{
query:n.value,k:Math.max(1,Math.min(100,Number(o.value)||10)),threshold:r.value==="0"?null:Number(r.value),other:s.value||
null,rerank:c.checked},"search");C=N,j(N)}catch(N){w.textContent="",x.textContent=D(N)}finally{clearTimeout(b)}}function j(b){
e.show(b),f.button.hidden=!1,f.refresh();let N=Math.max(...[...b.hits,...b.below,...b.other_only].map(W=>Et(W)),0);w.textContent=
b.said||O(b);let P=W=>At(e,b,W,{most:N,trouble:J=>{x.textContent=J}}),H=(W,J,tt=!1)=>J.length?t("ol",{class:`mkx-hits${tt?
" mkx-pale":""}`,"aria-label":W},...J.map(P)):null;V(i,()=>i.replaceChildren(...[b.hits.length||b.below.length?Ot(b.signals):
null,H("Hits",b.hits),T(b.below.length,b.below[0]?.why==="threshold"?"below the threshold":`after the best ${b.k}`),H("J\
ust missed",b.below,!0),T(b.other_only.length,`only in ${b.other_space}`),H(`Only in ${b.other_space}`,b.other_only,!0)].
filter(W=>W!=null))),l.dataset.query=b.query,r.max=String(Math.max(1,Number(r.value),Math.ceil(b.best*10)/10))}function O(b){
let N=b.other_space?`, with their ranks in ${b.other_space}`:"";return`${R(b.hits.length,"hit")} in ${b.space}${N}`}let T=(b,N)=>b?
t("div",{class:"mkx-divider"},N):null;return e.on("status",b=>{let N=b.spaces.filter(P=>P.ready&&P.key!==b.space);Y(s,[{
value:"",text:"no space"},...N.map(({key:P})=>({value:P,text:P}))],N.some(({key:P})=>P===s.value)?s.value:""),k.hidden=!N.
length,S.hidden=!b.reranker,document.activeElement!==u&&!b.trouble&&(u.value=b.where),y.textContent=b.trouble,u.setAttribute(
"aria-invalid",String(!!b.trouble))}),e.on("data",b=>{b==="query"&&(n.value=e.status.query??""),(n.value.trim()||b==="qu\
ery")&&E()}),d(),n.value=e.firstQuery,l}var ie=2,ce=20;function _t(e,{select:a}){let n=(v,C)=>t("button",{type:"button",onclick:C},v),o=t("b",{role:"status"}),r=t(
"p",{class:"mkw-note mkx-trouble",role:"alert"}),m=t("form",{class:"mkx-line",hidden:!0,onsubmit:v=>{v.preventDefault(),
y?.act()}}),s={tag:n("Tag",()=>i("tag")),merge:n("Merge",()=>i("merge")),remove:n("Delete",()=>i("remove")),export:n("Ex\
port",()=>i("export")),none:n("Clear",()=>a({how:"none"}))},c=t("div",{class:"mkx-bulk",role:"group","aria-label":"Selec\
ted memories",hidden:!0},t("div",{class:"mkw-row"},o,...Object.values(s)),m,r),u=0,y=null,x=(v,C="mkx-main")=>t("button",
{type:"submit",class:C},v),w={tag:()=>{let v=t("input",{type:"text",class:"mkx-grow",placeholder:"category=food, old=nul\
l removes a key","aria-label":"Metadata to set"});return{parts:[t("label",{class:"mkx-grow"},t("span",{class:"mkw-muted"},
"set"),v),x("Set")],act:()=>{let C;try{C=z(v.value)}catch(l){r.textContent=D(l);return}let h=Object.keys(C).filter(l=>C[l]===
null);k("tag",{metadata:Object.fromEntries(Object.entries(C).filter(([,l])=>l!==null)),remove:h})}}},remove:()=>({parts:[
t("span",{},`Delete ${R(u,"memory","memories")}? Undo brings ${u===1?"it":"them"} back.`),x("Delete","mkx-danger")],act:()=>k(
"delete",{})}),merge:()=>{let v=t("select",{"aria-label":"The memory to keep",class:"mkx-grow"});return e.ask("chosen").
then(C=>Y(v,C.map(({id:h,text:l})=>({value:h,text:l})),C[0]?.id),C=>{r.textContent=D(C)}),{parts:[t("label",{class:"mkx-\
grow"},t("span",{class:"mkw-muted"},"keep"),v),t("span",{class:"mkw-muted"},`and delete the other ${u===2?"one":M(u-1)}`),
x("Merge","mkx-danger")],act:()=>k("merge",{keep:v.value})}},export:()=>{let v=t("input",{type:"text",class:"mkx-grow","\
aria-label":"File to write",value:"memories.jsonl"});return{parts:[t("label",{class:"mkx-grow"},t("span",{class:"mkw-mut\
ed"},"file"),v),x("Write")],act:()=>k("export",{path:v.value.trim()})}}};function i(v){r.textContent="",y=w[v](),m.replaceChildren(
...y.parts,t("button",{type:"button",onclick:f},"Cancel")),m.hidden=!1,U(m,m.querySelector("input")?"input":"button")}function f(){
y=null,m.hidden=!0,r.textContent=""}async function k(v,C){let h=v==="merge"?C:{...C,selected:!0};await e.change(v,h,r)&&
f()}function S(){o.textContent=`${M(u)} selected`,c.hidden=u===0,s.merge.hidden=u<ie||u>ce;for(let v of[s.tag,s.merge,s.
remove])v.disabled=e.past();u||f()}return e.on("selection",v=>{v!==u&&f(),u=v,S()}),e.on("status",v=>{u=v.selected,S()}),
{element:c,remove:()=>{u&&!e.past()&&i("remove")}}}var ue=[{name:"user_id",text:"User"},{name:"agent_id",text:"Agent"},{name:"app_id",text:"App"},{name:"run_id",text:"Run"},
{name:"type",text:"Type"},{name:"occurred_at",text:"Occurred"},{name:"created_at",text:"Created"},{name:"updated_at",text:"\
Updated"}],me={name:"memory",text:"Memory"};function Dt(e){let a=null,n=[],o=t("div",{class:"mkx-options",role:"group","\
aria-label":"Columns"}),r=t("button",{type:"button",class:"mkw-link",onclick:()=>{a=null,e()}},"As usual"),m=t("div",{class:"\
mkx-pop mkx-left",hidden:!0},o,r),s=t("button",{type:"button",class:"mkx-pickbutton","aria-expanded":"false",onclick:()=>u(
!!m.hidden)},"Columns"),c=t("span",{class:"mkx-pick",onkeydown:i=>{i.key==="Escape"&&(u(!1),s.focus())},onfocusout:i=>{i.
relatedTarget&&!et(c,i.relatedTarget)&&u(!1)}},s,m);function u(i){m.hidden=!i,s.setAttribute("aria-expanded",String(i)),
i&&U(o,"input")}function y(i,f){let k=i.metadata.map(({key:l})=>({name:`metadata.${l}`,text:l}));n=[...ue,...k];let S=l=>i.
scope[l]==null&&(i.scopes[l]??[]).length>1,v=k.find(({text:l})=>l==="category")??k[0],C=[...["user_id","agent_id"].filter(
S),...f?["occurred_at"]:[],...v?[v.name]:[],"updated_at"],h=a??C;return x(h),[me,...h.flatMap(l=>n.find(d=>d.name===l)??
[])]}function x(i){r.hidden=a==null,V(o,()=>o.replaceChildren(...n.map(({name:f,text:k})=>t("label",{class:"mkx-check",dir:"\
auto"},t("input",{type:"checkbox",checked:i.includes(f),onchange:()=>w(f,i)}),k))))}function w(i,f){a=f.includes(i)?f.filter(
k=>k!==i):[...f,i],e()}return{element:c,list:y}}function Nt(e,a,n){let o=Math.floor(e/30),r=Math.ceil(Math.max(a-30,30)/30)+1;return[Math.max(0,o),Math.min(n,o+r)]}var jt=([
e,a],n)=>[Math.max(0,e-12),Math.min(n,a+12)];function Lt([e,a],n,o){let[r,m]=[e,a];if(!o){for(;r<m&&n.has(r);)r++;for(;m>
r&&n.has(m-1);)m--;if(r>=m)return null}let s=Math.max(0,r-60);return{first:s,number:Math.max(m+60-s,120)}}function Pt(e,a,n){
let o=e*30;return o<a?o:o+60>a+n?o+60-n:a}function Rt(e,a,n,o){let r=Math.max(1,Math.floor(n/30)-2),m={ArrowDown:1,ArrowUp:-1,
PageDown:r,PageUp:-r,Home:-1/0,End:1/0};return e in m?Math.max(0,Math.min(a+m[e],o-1)):null}function qt(e){let a={sort:"updated_at",descending:!0,find:""},n={total:0,rows:new Map,at:0,anchor:0,asking:!1,stale:!1,
dated:!1,layout:"",high:420},o=new Map,r=[],m=t("input",{type:"search",placeholder:"Filter the rows","aria-label":"Filte\
r the rows",autocomplete:"off",oninput:q(150,()=>{a.find=m.value,W()})}),s=t("span",{class:"mkw-note",role:"status"}),c=t(
"button",{type:"button",onclick:()=>G({how:"all"})},"Select all"),u=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),y=t(
"div",{class:"mkx-tr mkx-th",role:"row","aria-rowindex":"1"}),x=t("div",{class:"mkx-space",role:"rowgroup"}),w=t("p",{class:"\
mkw-note mkx-empty"}),i=t("div",{class:"mkx-grid",role:"grid",tabindex:"0","aria-label":"Memories","aria-multiselectable":"\
true",onscroll:()=>$(),onkeydown:Ut,onfocus:()=>ct()},t("div",{role:"rowgroup",class:"mkx-head2"},y),x),f=Dt(()=>{v(),$()}),
k=_t(e,{select:G}),S=t("section",{class:"mkx-table","aria-label":"All memories"},t("div",{class:"mkx-bar"},m,s,c,f.element),
k.element,u,i,w);function v(){r=f.list(e.status,n.dated);let p=r.slice(1).map(({name:g})=>g.endsWith("_at")?"88px":"minm\
ax(0,96px)");i.style.setProperty("--columns",["28px","minmax(0,1fr)",...p].join(" ")),n.layout=r.map(({name:g})=>g).join(),
i.setAttribute("aria-colcount",String(r.length+1)),C()}function C(){y.replaceChildren(t("span",{role:"columnheader",class:"\
mkx-td"},t("span",{class:"mkw-said"},"Selected")),...r.map(({name:p,text:g})=>{let A=a.sort===p;return t("span",{role:"c\
olumnheader",class:"mkx-td","aria-sort":A?a.descending?"descending":"ascending":"none"},t("button",{type:"button",class:"\
mkx-sort","data-sort":p,onclick:()=>h(p)},g,t("span",{"aria-hidden":"true"},A?a.descending?" ▼":" ▲":"")))}))}function h(p){
a.descending=a.sort===p?!a.descending:p.endsWith("_at"),a.sort=p,C(),U(y,`[data-sort="${CSS.escape(p)}"]`),W()}let l=()=>Nt(
i.scrollTop,n.high,n.total),d=0;function $(){d||=requestAnimationFrame(()=>{d=0,E(),b()})}function E(){let[p,g]=jt(l(),n.
total);x.style.height=`${n.total*30}px`;for(let[_,L]of o)_>=p&&_<g&&L.look===j(_)||(L.element.remove(),o.delete(_));let A=x.
firstChild;for(let _=p;_<g;_++){let L=o.get(_)??{element:O(_),look:j(_)};o.set(_,L),L.element===A?A=L.element.nextSibling:
x.insertBefore(L.element,A)}ct()}function j(p){let g=n.rows.get(p);return g?`${g.id} ${g.seq} ${g.selected} ${g.id===e.open}\
 ${n.layout}`:""}function O(p){let g=n.rows.get(p),A=r.map(({name:L})=>T(g,L)),_=t("div",{class:"mkx-tr",role:"row",id:`${i.
id}-${p}`,"aria-rowindex":String(p+2),"aria-selected":String(!!g?.selected),"data-id":g?.id,"data-open":g&&g.id===e.open?
"true":null,onclick:L=>J(p,L)},t("span",{role:"gridcell",class:"mkx-td mkx-mark",onclick:L=>{L.stopPropagation(),at(p)}},
t("span",{class:"mkx-tick","aria-hidden":"true"})),...A);return _.style.top=`${p*30}px`,_}function T(p,g){if(!p)return t(
"span",{role:"gridcell",class:"mkx-td mkw-muted"},g==="memory"?"…":"");let A=ht(p,g),_=g.endsWith("_at")?String(A??""):
null,L=_==null?K(A):nt(_);return t("span",{role:"gridcell",class:`mkx-td${g==="memory"?"":" mkw-muted"}`,dir:"auto",title:_==
null?L:B(_)},L)}async function b(){let p=Lt(l(),n.rows,n.stale);if(n.asking||!p)return;n.asking=!0;let g=n.stale;n.stale=
!1;try{N(await e.ask("rows",{...p,...a}),g)}catch(A){u.textContent=D(A),n.asking=!1;return}n.asking=!1,$()}function N(p,g){
u.textContent=p.trouble??"",(g||p.total!==n.total||n.rows.size>4e3)&&n.rows.clear(),p.rows.forEach((A,_)=>{A&&n.rows.set(
p.first+_,A)}),n.total=p.total,n.at=Math.min(n.at,Math.max(0,n.total-1)),i.setAttribute("aria-rowcount",String(n.total+1)),
S.dataset.loaded="true",s.textContent=P(),!n.dated&&p.rows.some(A=>A?.occurred_at)&&(n.dated=!0,v()),S.classList.toggle(
"mkx-none",!n.total),w.textContent=n.total?"":e.emptiness(a.find),i.hidden=!n.total}function P(){let p=r.find(({name:g})=>g===
a.sort)?.text??a.sort;return`${R(n.total,"memory","memories")}, by ${p.toLowerCase()}`}function H(){n.stale=!0,b()}function W(){
i.scrollTop=0,n.at=n.anchor=0,H()}function J(p,g){if(i.focus({preventScroll:!0}),g.shiftKey)return it(p);if(n.at=n.anchor=
p,g.ctrlKey||g.metaKey)return at(p);tt(p);let A=n.rows.get(p);return A&&G({how:"only",id:A.id})}function tt(p){let g=n.rows.
get(p);g&&e.tell("open",g.id)}function at(p){n.at=n.anchor=p;let g=n.rows.get(p);return g?(g.selected=!g.selected,$(),G(
{how:"toggle",id:g.id})):null}function it(p){n.at=p;let[g,A]=[Math.min(p,n.anchor),Math.max(p,n.anchor)];return G({how:"\
range",first:g,last:A})}async function G(p){try{let{count:g}=await e.ask("select",{...p,...a});e.tell("selection",g)}catch(g){
u.textContent=D(g)}}function Ut(p){if(p.target!==i)return;let g=Rt(p.key,n.at,i.clientHeight,n.total);if(g!==null)Bt(g,p.
shiftKey);else if(p.key==="Enter")tt(n.at);else if(p.key===" ")at(n.at);else if(p.key==="a"&&(p.ctrlKey||p.metaKey))G({how:"\
all"});else if(p.key==="Escape")G({how:"none"});else if(p.key==="Delete")k.remove();else return;p.preventDefault()}function Bt(p,g){
n.at=p;let A=Pt(p,i.scrollTop,i.clientHeight);A!==i.scrollTop&&(i.scrollTop=A),g?it(n.at):n.anchor=n.at,$()}function ct(){
let p=`${i.id}-${n.at}`;for(let g of x.children)g.classList.toggle("mkx-at",g.id===p);i.setAttribute("aria-activedescend\
ant",p)}i.id=`mkx-grid-${++pe}`,e.on("status",v),e.on("data",H),e.on("selection",H),e.on("open",$);let ut=new ResizeObserver(
p=>{n.high=p[p.length-1].contentRect.height,$()});return ut.observe(i),e.ends.push(()=>ut.disconnect()),S}var pe=0;var fe=60,he=16,It=["DELETE","UPDATE","ADD"],ke=e=>It.reduce((a,n)=>a+e[n],0);function Ht(e){let a=t("span",{class:"mkx-\
density","aria-hidden":"true"}),n=t("input",{type:"range",min:"0",step:"1","aria-label":"Time, by changes",oninput:()=>{
u=!0,x(),w()},onchange:()=>w()}),o=t("output",{class:"mkx-when"}),r=t("label",{class:"mkx-time",hidden:!0},t("span",{class:"\
mkw-muted"},"time"),t("span",{class:"mkx-track"},a,n),o),m=t("span",{}),s=t("div",{class:"mkx-banner mkx-then",role:"sta\
tus",hidden:!0},m,t("button",{type:"button",onclick:()=>e.filter("set_at",{at:null})},"Back to now")),c={head:0,buckets:[]},
u=!1;function y(k){return c.buckets.find(S=>k<=S.last)?.at??c.last_at}function x(){let k=Number(n.value);o.textContent=k>=
c.head?"now":B(y(k)),n.setAttribute("aria-valuetext",k>=c.head?"now":`after change ${M(k)} of ${M(c.head)}, ${B(y(k))}`)}
let w=q(120,async()=>{let k=Number(n.value);await e.filter("set_at",{at:k>=c.head?null:k}),u=!1});async function i(){try{
c=await e.ask("histogram",{buckets:fe},"histogram")}catch{return}let k=Math.max(1,...c.buckets.map(S=>ke(S)));a.replaceChildren(
...c.buckets.map(S=>{let v=t("span",{},...It.map(C=>{let h=t("span",{class:`mkx-${C.toLowerCase()}`});return h.style.height=
`${he*S[C]/k}px`,h}));return v.style.flexGrow=String(S.last-S.first+1),v})),n.min=String(Math.min(1,c.head)),n.max=String(
c.head),r.hidden=c.head<2,f(e.status)}function f(k){u||(n.value=String(k.at??c.head)),x(),s.hidden=k.at==null,m.textContent=
k.at==null?"":`This is the memory as of ${B(k.at_time)} UTC, after change ${M(k.at)} of ${M(k.head)}. Read only.`}return e.
on("status",f),e.on("journal",i),{element:r,banner:s}}function xe({model:e,el:a}){let n=bt(e),o=mt("mkx","Memory explorer"),r=yt(n),m=Ht(n),s=t("p",{class:"mkw-note mkx-troub\
le mkx-all",role:"alert"}),c=t("span",{}),u=t("button",{type:"button",class:"mkw-link"},"Undo"),y=t("button",{type:"butt\
on",class:"mkw-link",onclick:()=>{i.hidden=!0}},"Dismiss"),x=t("span",{}),w=t("div",{class:"mkx-banner",role:"status",hidden:!0},
x,t("button",{type:"button",onclick:()=>n.filter("set_events",{})},"Show all")),i=t("div",{class:"mkx-done",role:"status",
hidden:!0},c,u,y);return o.append(r.element,r.code,s,m.banner,w,xt(n),i,Mt(n,m.element),t("div",{class:"mkx-panes"},qt(n),
wt(n))),a.append(o),n.on("trouble",f=>{s.textContent=f}),n.on("line",f=>{r.say(f),o.dataset.line=f,s.classList.toggle("m\
kx-trouble",f!=="busy"),s.textContent={gone:X,busy:dt,live:""}[f]}),n.on("others",f=>r.say("live",f.said||"changed")),n.
on("status",f=>{o.classList.toggle("mkx-past",n.past()),w.hidden=!f.events,x.textContent=f.events?`Only memories that ch\
anged in changes ${M(f.events[0]+1)} to ${M(f.events[1]??f.head)}.`:"",o.dataset.head=String(f.head),o.dataset.ready="tr\
ue"}),n.on("done",({said:f,seqs:k})=>{c.textContent=f,i.hidden=!1,u.hidden=!k?.length,u.onclick=()=>n.change("undo",{seqs:k},
s)}),n.watch(o),n.refresh(),()=>n.ends.forEach(f=>f())}var be={render:xe};return zt(we);})();
export default memkit_explorer.default;
