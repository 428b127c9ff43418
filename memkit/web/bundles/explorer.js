// Made of memkit/web/js/explorer by "make web": change it there.
"use strict";var memkit_explorer=(()=>{var st=Object.defineProperty;var Bt=Object.getOwnPropertyDescriptor;var Kt=Object.getOwnPropertyNames;var Gt=Object.prototype.hasOwnProperty;var Jt=(e,a)=>{for(var n in a)st(e,n,{get:a[n],enumerable:!0})},Vt=(e,a,n,o)=>{if(a&&typeof a=="object"||typeof a=="func\
tion")for(let s of Kt(a))!Gt.call(e,s)&&s!==n&&st(e,s,{get:()=>a[s],enumerable:!(o=Bt(a,s))||o.enumerable});return e};var zt=e=>Vt(st({},"__esModule",{value:!0}),e);var ye={};Jt(ye,{default:()=>ge});function t(e,a={},...n){let o=document.createElement(e);for(let[s,d]of Object.entries(a))d===!1||d==null||(typeof d=="fu\
nction"?o.addEventListener(s.slice(2),d):o.setAttribute(s,d===!0?"":String(d)));return o.append(...n.filter(s=>s!=null)),
o}function mt(e,a){let n=t("section",{class:`memkit mkw ${e}`,"aria-label":a,"data-lm-suppress-shortcuts":"true"});for(let o of[
"keydown","keypress","keyup"])n.addEventListener(o,s=>s.stopPropagation());return n}function U(e,a){e.querySelector(a)?.
focus()}var et=(e,a)=>a instanceof Node&&e.contains(a);function V(e,a){let n=()=>e.querySelectorAll("button, input, sele\
ct, textarea"),o=[...n()].findIndex(s=>s===document.activeElement);a(),o>=0&&n()[o]?.focus({preventScroll:!0})}function W(e,a){
let n;return(...o)=>{clearTimeout(n),n=setTimeout(()=>a(...o),e)}}var Yt="An answer of the kernel was lost on the way. Try it again.",dt="No answer from the kernel yet: it is at work, or\
 was shut down. If none comes, run the cell again.",X="The kernel has lost this widget. Run the cell again.";function pt(e,{
onstate:a,onnews:n}){let o=`${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`,s=new Map,d=new Map,r=0,c="\
live",u=!1;function g(l){l!==c&&(c=l,a(c))}function k(l,p={},$=null){let E=++r;return $&&d.set($,E),new Promise((j,A)=>{
s.set(E,{resolve:j,reject:A,lane:$,sent:performance.now()});try{if(u)throw new Error(X);e.send({view:o,number:E,lane:$,method:l,
given:p})}catch{s.delete(E),g("gone"),A(new Error(X))}})}function b(l){if(l.news){n(l.news);return}let p=l.view===o&&s.get(
l.number);p&&(s.delete(l.number),g("live"),y(l.number),!i(l.number,p)&&(l.trouble?p.reject(new Error(l.trouble)):p.resolve(
l.answer)))}let i=(l,{lane:p})=>p&&d.get(p)!==l;function y(l){for(let[p,$]of s)p>l||(s.delete(p),i(p,$)||$.reject(new Error(
Yt)))}function m(){let l=Math.min(...[...s.values()].map(p=>p.sent));c!=="gone"&&performance.now()-l>4e3&&g("busy")}function S(){
u=!0,g("gone");for(let{reject:l}of s.values())l(new Error(X));s.clear()}let v=["comm_live_update","comm:close","destroy"];
e.on("msg:custom",b);for(let l of v)e.on(l,S);let C=[()=>e.off("msg:custom",b),...v.map(l=>()=>e.off(l,S))];function h(l,p){
let $=!1,E=!1,j=new IntersectionObserver(T=>{$=T[T.length-1].isIntersecting});j.observe(l);let A=setInterval(()=>{m(),!(!$||
document.hidden||u||E)&&(E=!0,p().catch(()=>{}).finally(()=>{E=!1}))},1e3);C.push(()=>j.disconnect(),()=>clearInterval(A))}
return{ask:k,poll:h,close:()=>C.forEach(l=>l())}}function Qt(e){let a=e.getRootNode();return a instanceof ShadowRoot?a.host:null}function ft(e,a){let n=o=>{for(let s=e;s&&
a;s=Qt(s))s.setAttribute(`data-memkit-${o}`,a)};return n("widget"),requestAnimationFrame(()=>n("widget")),()=>{n("live"),
requestAnimationFrame(()=>n("live"))}}var I=(e,a=2)=>e==null?"–":e.toFixed(a).replace(/^(-?)0\./,"$1."),D=e=>e instanceof Error?e.message:String(e),M=e=>e.toLocaleString(
"en"),R=(e,a,n=`${a}s`)=>`${M(e)} ${e===1?a:n}`;var nt=e=>e?e.slice(0,10):"",F=e=>e?e.slice(0,16).replace("T"," "):"";var Xt={added:"ins",removed:"del",same:"span"},ht=e=>e.map(([a,n])=>t(Xt[a],{},n));function z(e){let a=e.trim();if(!a)return{};if(a.startsWith("{"))try{return JSON.parse(a)}catch{throw new Error('This is\
 not JSON yet. For example: {"category": "food", "priority": 3}')}return Object.fromEntries(a.split(/[,\n]/).map(n=>n.trim()).
filter(Boolean).map(n=>{let[,o,s]=n.match(/^([^=]+)=(.*)$/s)??[];if(!o)throw new Error(`“${n}” is no key=value. For ex\
ample: category=food, priority=3`);try{return[o.trim(),JSON.parse(s)]}catch{return[o.trim(),s.trim()]}}))}var kt=(e,a)=>a===
"memory"?e.text:a.startsWith("metadata.")?e.metadata[a.slice(9)]:e[a],B=e=>e==null?"":typeof e=="string"?e:JSON.stringify(
e),K=e=>t("span",{class:"mk-text",dir:"auto"},e);var Zt={ADD:"+",UPDATE:"~",DELETE:"−",NONE:"="},rt=e=>t("span",{class:`mk-badge mkx-badge mk-badge-${e.toLowerCase()}`},
t("span",{class:"mkx-sign","aria-hidden":"true"},Zt[e]),e),lt=e=>t("span",{class:"mk-text",dir:"auto"},...ht(e));function xt(e,a,n){
let o=t("li",{class:"mkx-proposal"}),s=!1;function d(k,b,i,y=null){return t("button",{type:"button","aria-pressed":b==null?
null:String(b),title:y,onclick:i},k)}function r(k){Object.assign(a,k),c(),n()}function c(){let k=a.action==="accept",b=e.
near.find(({id:m})=>m===a.updating),i=b?"UPDATE":a.text!=null&&e.event==="NONE"?"ADD":e.event,y=s?u():t("div",{class:"mk\
x-text"},!b&&a.text==null&&e.event==="UPDATE"&&e.parts.length?lt(e.parts):K(a.text??e.text));o.dataset.event=i,o.classList.
toggle("mkx-rejected",!k),o.replaceChildren(t("div",{class:"mkx-decision"},rt(i),y,t("span",{class:"mkx-buttons"},d("Acc\
ept",k,()=>r({action:"accept"})),e.event==="DELETE"?null:d("Edit",null,()=>{s=!s,c(),o.querySelector("textarea")?.focus()}),
d("Reject",!k,()=>r({action:"reject"})))),g(b)??"")}function u(){let k=t("textarea",{rows:"2","aria-label":"Text of this\
 change",class:"mkx-grow",oninput:()=>{a.text=k.value===e.text?null:k.value},onkeydown:b=>{b.key!=="Escape"&&!(b.key==="\
Enter"&&(b.ctrlKey||b.metaKey))||(b.preventDefault(),b.stopPropagation(),b.key==="Escape"&&(a.text=null),s=!1,r({action:"\
accept"}))}});return k.value=a.text??e.text,k}function g(k){return e.near.length?t("div",{class:"mkx-near"},t("span",{class:"\
mkw-muted"},"near"),t("ul",{},...e.near.map(b=>t("li",{class:"mkw-row"},t("span",{class:"mkx-number",title:"Similarity: \
cosine, up to 1"},I(b.similarity)),K(b.text),e.event==="DELETE"?null:d(b===k?"Updates this":"Update this instead",b===k,
()=>r({action:"accept",updating:b===k?null:b.id})))))):null}return c(),o}function bt(e){let a=new Map,n=t("textarea",{rows:"1",placeholder:"Something to remember","aria-label":"Text to add",oninput:y,
onkeydown:p=>{p.key!=="Enter"||!(p.ctrlKey||p.metaKey)||(p.preventDefault(),S())}}),o=t("input",{type:"text",placeholder:"\
category=food, priority=3","aria-label":"Metadata to add",autocomplete:"off"}),s=t("button",{type:"submit"},"Preview"),d=t(
"button",{type:"button",title:"Ctrl+Enter",onclick:()=>S()},"Add"),r=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),
c=t("p",{class:"mkw-note",role:"status"}),u=t("ul",{class:"mkx-proposals","aria-label":"What would be written"}),g=t("bu\
tton",{type:"button",class:"mkx-main",onclick:()=>h()}),k=t("button",{type:"button",onclick:()=>l()},"Discard"),b=t("div",
{class:"mkw-row mkx-write",hidden:!0},g,k,c),i=t("section",{class:"mkx-add","aria-label":"Add"},t("form",{class:"mkx-lin\
e",onsubmit:p=>{p.preventDefault(),v()}},t("label",{class:"mkx-grow"},t("span",{class:"mkx-word"},"Add"),n),t("label",{class:"\
mkx-meta"},t("span",{class:"mkw-muted"},"metadata"),o),s,d),r,u,b);function y(){n.style.height="auto",n.style.height=`${Math.
min(n.scrollHeight+2,160)}px`}function m(){if(r.textContent="",!n.value.trim())return r.textContent="There is nothing to\
 add yet. Write a sentence first.",n.focus(),null;try{let p=z(o.value);return{text:n.value,metadata:Object.keys(p).length?
p:null}}catch(p){return r.textContent=D(p),o.focus(),null}}async function S(){let p=m();p&&await e.change("add",p,r)&&l(
!0)}async function v(){let p=m();if(p){c.textContent="Looking for similar memories …",b.hidden=!1,g.hidden=!0;try{let $=await e.
ask("preview",p,"preview");e.show($),a.clear(),u.replaceChildren(...$.proposals.map(E=>{let j={action:E.event==="NONE"?"\
reject":"accept"};return a.set(E.index,j),xt(E,j,C)})),c.textContent=$.said,C()}catch($){r.textContent=D($),b.hidden=!0}}}
function C(){let p=[...a.values()].filter(({action:$})=>$==="accept").length;g.hidden=!a.size,g.disabled=!p,g.textContent=
p===1?"Write 1 change":`Write ${p} changes`}async function h(){let p=[...a].map(([$,E])=>({index:$,...E}));await e.change(
"apply",{choices:p},r)&&l(!0)}function l(p=!1){a.clear(),u.replaceChildren(),b.hidden=!0,r.textContent="",p&&(n.value=""),
y(),n.focus()}return e.on("status",()=>{for(let p of[n,o,s,d])p.disabled=e.past();n.placeholder=e.past()?"Go back to now\
 to add":e.whose()?`Something to remember for ${e.whose()}`:"Pick a user above, then write something to remember"}),i}var te={url:"",total:0,shown:0,spaces:[],scope:{},scopes:{},metadata:[],where:"",trouble:"",at:null,head:0,selected:0},Z={
user_id:"user",agent_id:"agent",app_id:"app",run_id:"run"};function wt(e){let a={},n=pt(e,{onstate:r=>o.tell("line",r),onnews:r=>d(
r)}),o={status:{...te},open:null,lastCode:"",firstQuery:e.get("query"),ends:[n.close],ask:n.ask,on:(r,c)=>{(a[r]??=[]).push(
c)},tell:(r,c)=>{r==="open"&&(o.open=c);for(let u of a[r]??[])u(c)},past:()=>o.status.at!=null,show:r=>{r?.code&&(o.lastCode=
r.code,o.tell("code"))},filter:async(r,c)=>{try{o.show(await o.ask(r,c,r)),o.tell("trouble","")}catch(u){r==="set_where"?
s():o.tell("trouble",D(u))}},change:async(r,c,u)=>{u.textContent="";try{let g=await o.ask(r,c);return o.show(g),o.seen=Math.
max(o.seen??0,...g.seqs??[]),o.tell("done",g),!0}catch(g){return u.textContent=D(g),!1}},watch:r=>n.poll(r,async()=>{let c=Math.
max(o.status.head,o.seen??0),u=await o.ask("changes",{since:c},"changes");u.changed&&(o.seen=u.reset?0:u.head,u.reset&&(o.
status={...o.status,head:0}),o.tell("others",u),s())}),emptiness:r=>{let{status:c}=o;if(r)return`No memory holds “${r}\
”. Clear the filter above to see all.`;if(c.where)return`No memory fits the filter ${c.where}. Clear it to see all.`;let u=o.
whose()?` for ${o.whose()}`:"";return o.past()?`There were no memories${u} then. Go back to now to see those of today.`:
`No memories${u} yet. Add one above or run %remember.`},whose:()=>Object.entries(Z).filter(([r])=>o.status.scope[r]!=null).
map(([r,c])=>`${c} ${o.status.scope[r]}`).join(", "),refresh:r=>s(r)},s=W(20,async(r="")=>{let{head:c}=o.status;try{o.status=
await o.ask("status",{},"status")}catch(u){o.tell("trouble",D(u));return}o.tell("status",o.status),o.tell("data",r),o.status.
head!==c&&o.tell("journal")});function d({what:r,count:c,trouble:u}){r==="failed"?o.tell("trouble",u):r==="selection"?(o.
status.selected=c,o.tell("selection",c)):s(r)}return o}function ot(e,a){let n=t("select",{"aria-label":e});return n.addEventListener("change",()=>a(n.value)),n}function Y(e,a,n){
e.replaceChildren(...a.map(o=>t("option",{value:o.value,disabled:o.disabled,title:o.title},o.text))),e.value=n}function Q(e){let a=t("pre",{class:"mk-code",tabindex:"0","aria-label":"Python"}),n=t("span",{class:"mkw-note",role:"sta\
tus"}),o=t("button",{type:"button",onclick:()=>navigator.clipboard.writeText(a.textContent).then(()=>{n.textContent="Cop\
ied."},()=>{n.textContent="The browser does not allow it: mark the text and copy it."})},"Copy"),s=t("div",{class:"mkw-c\
ode",hidden:!0},a,t("div",{class:"mkw-row"},o,n)),d=t("button",{type:"button","aria-expanded":"false",onclick:()=>{s.hidden=
!s.hidden,d.setAttribute("aria-expanded",String(!s.hidden)),r()}},"Show as Python"),r=()=>{s.hidden||(a.textContent=e(),
n.textContent="")};return{button:d,box:s,refresh:r}}var ee={user_id:"user",agent_id:"agent",app_id:"app",run_id:"run",type:"type",role:"said by"};function gt(e){let a=t("p",
{class:"mkw-note mkx-trouble",role:"alert"}),n=t("div",{class:"mkx-pane"}),o=Q(()=>d?.code??""),s=t("section",{class:"mk\
x-detail","aria-label":"One memory",tabindex:"-1"},a,n,o.box),d=null,r=!1,c=!1;async function u(){if(!e.open){d=null,k();
return}try{d=await e.ask("detail",{id:e.open},"detail"),a.textContent="",o.refresh(),k()}catch(h){d=null,k(),a.textContent=
D(h)}}function g(h){return h!==d?.id&&(r=c=!1),u()}function k(){if(s.dataset.id=d?.id??"",!d){n.replaceChildren(t("p",{class:"\
mkw-note mkx-empty"},e.open?"Loading …":"Click a memory to see its history and what is near it."));return}let h=d;V(n,
()=>n.replaceChildren(b(h),...r?[m(h)]:[i(h),y(h)],v(h),...h.nearest.map(C)))}function b(h){let l=h.there&&!e.past(),p=r?
[]:[t("button",{type:"button",disabled:!l,onclick:()=>{r=!0,k(),U(n,"textarea")}},"Edit"),t("button",{type:"button",class:c?
"mkx-danger":null,disabled:!l,onclick:()=>{c?S(h):(c=!0,k(),U(n,".mkx-danger"))}},c?"Delete it?":"Delete"),c?t("button",
{type:"button",onclick:()=>{c=!1,k()}},"Keep"):null,o.button];return t("div",{class:"mkx-bar"},t("code",{class:"mk-id",title:h.
id},`#${h.id.slice(-8)}`),h.there?null:t("span",{class:"mkw-note"},e.past()?"not there at that time":"deleted; undo brin\
gs it back"),t("span",{class:"mkx-buttons"},...p))}let i=h=>t("p",{class:`mkx-whole${h.there?"":" mk-gone"}`,dir:"auto"},
h.record.text);function y(h){let{record:l}=h,p=Object.entries(ee).filter(([A])=>l[A]&&!(A==="type"&&l.type==="semantic")).
map(([A,T])=>[T,String(l[A])]),$=[["occurred",l.occurred_at],["created",l.created_at],["updated",l.updated_at===l.created_at?
null:l.updated_at],["expires",l.expires_at],["valid from",l.valid_from],["valid to",l.valid_to]].filter(([,A])=>A).map(([
A,T])=>[A,F(T)]),E=[["pinned",l.pinned?"yes":""],["superseded by",l.superseded_by??""],["vouched for by",l.said_by??""],
["derived by",l.derived_by??""],...l.sources.map(A=>["source",A]),...Object.entries(l.data).map(([A,T])=>[`data.${A}`,B(
T)])].filter(([,A])=>A),j=[...p,...E,...Object.entries(l.metadata).map(([A,T])=>[A,Array.isArray(T)?T.map(B).join(", "):
B(T)]),...$];return t("div",{class:"mk-about mkx-facts"},...j.map(([A,T])=>t("span",{class:"mk-pair",dir:"auto"},t("b",{},
A)," ",T)))}function m(h){let{record:l}=h,p=t("textarea",{rows:"3","aria-label":"Text"}),$=t("textarea",{rows:"4","aria-\
label":"Metadata as JSON",class:"mkx-mono",spellcheck:"false"});p.value=h.text;let E=p.value;$.value=JSON.stringify(l.metadata,
null,2);let j=t("p",{class:"mkw-note mkx-trouble",role:"alert"});async function A(){let x;try{x=z($.value)}catch(H){j.textContent=
D(H),$.focus();return}let N=JSON.stringify(x)===JSON.stringify(l.metadata),P={id:l.id,text:p.value===E?null:p.value,metadata:N?
null:x};if(P.text==null&&N){T();return}await e.change("update",P,j)&&(r=!1,s.focus(),u())}function T(){r=!1,k(),s.focus()}
return t("form",{class:"mkx-editor",onsubmit:x=>{x.preventDefault(),A()},onkeydown:x=>{if(x.key==="Escape")T();else if(x.
key==="Enter"&&(x.ctrlKey||x.metaKey))A();else return;x.preventDefault()}},t("label",{},t("span",{class:"mkw-muted"},"Te\
xt"),p),t("label",{},t("span",{class:"mkw-muted"},"Metadata"),$),j,t("div",{class:"mkw-row"},t("button",{type:"submit",class:"\
mkx-main",title:"Ctrl+Enter"},"Save"),t("button",{type:"button",title:"Escape",onclick:T},"Cancel")))}async function S(h){
c=!1,await e.change("delete",{ids:[h.id]},a)&&s.focus()}function v(h){return t("div",{class:"mkx-part"},t("h3",{},"Histo\
ry"),t("ol",{class:"mkx-history"},...h.history.map(l=>t("li",{},t("div",{class:"mkw-row"},t("span",{class:"mkx-number mk\
w-muted"},`v${l.version}`),rt(l.event),t("span",{class:"mkw-muted",title:`${l.at}, change ${l.seq}`},`${F(l.at)}${l.actor?
` by ${l.actor}`:""}`),l.undoable&&!e.past()?t("button",{type:"button",class:"mkw-link mkx-undo",title:`Back to the stat\
e before this change, as m.undo(${l.seq})`,onclick:()=>e.change("undo",{seqs:[l.seq]},a)},"Undo"):null),l.reason?t("div",
{class:"mkw-note",dir:"auto"},l.reason):null,l.text.length?l.event==="UPDATE"?lt(l.text):K(l.text.map(([,p])=>p).join("")):
null,...l.fields.map(p=>t("div",{class:"mkx-field"},t("span",{class:"mkw-muted"},`${p.name.replace("metadata.","")} `),p.
old?t("del",{dir:"auto"},p.old):null,p.new?t("ins",{dir:"auto"},p.new):null))))))}function C(h){return t("div",{class:"m\
kx-part"},t("h3",{dir:"auto"},`Nearest in ${h.space}`),h.neighbours.length?t("ol",{class:"mkx-neighbours"},...h.neighbours.
map(l=>t("li",{},t("span",{class:"mkx-number",title:"Cosine, up to 1"},I(l.cosine)),t("button",{type:"button",class:"mkx\
-memory",onclick:()=>e.tell("open",l.id)},K(l.text))))):t("p",{class:"mkw-note"},"No other memory is here to be near."))}
return e.on("open",g),e.on("data",()=>{r||u()}),k(),s}var ne=0;function yt({word:e,every:a,onpick:n}){let o=`mkx-pick-${++ne}`,s=[],d=[],r=0,c=t("button",{type:"button",class:"\
mkx-pickbutton","aria-haspopup":"listbox","aria-expanded":"false",onclick:()=>k.hidden?i():y(!0)}),u=t("input",{type:"te\
xt",role:"combobox",autocomplete:"off",spellcheck:"false",placeholder:`Search or type a ${e}`,"aria-label":`Search or ty\
pe a ${e}`,"aria-controls":o,"aria-expanded":"true",oninput:()=>{r=0,m()},onkeydown:S}),g=t("ul",{class:"mkx-options",role:"\
listbox",id:o,"aria-label":e}),k=t("div",{class:"mkx-pop",hidden:!0},u,g),b=t("span",{class:"mkx-pick",onfocusout:h=>{et(
b,h.relatedTarget)||y(!1)}},c,k);function i(){k.hidden=!1,c.setAttribute("aria-expanded","true"),u.value="",r=0,m();let h=b.
closest(".mkx")?.getBoundingClientRect().right??1/0;k.classList.toggle("mkx-left",b.getBoundingClientRect().left+k.offsetWidth>
h),u.focus()}function y(h){k.hidden=!0,c.setAttribute("aria-expanded","false"),h&&c.focus()}function m(){let h=u.value.trim(),
l=s.filter(p=>p.value.toLowerCase().includes(h.toLowerCase()));d=h?l:[{value:null},...l],h&&!s.some(p=>p.value===h)&&(d=
[...d,{value:h,typed:!0}]),r=Math.max(0,Math.min(r,d.length-1)),g.replaceChildren(...d.map((p,$)=>t("li",{role:"option",
id:`${o}-${$}`,"aria-selected":String($===r),onmousedown:E=>E.preventDefault(),onclick:()=>v(p.value)},t("span",{class:"\
mkx-option",dir:"auto"},p.value==null?a:p.typed?`“${p.value}”`:p.value),p.count==null?null:t("span",{class:"mkw-mute\
d"},M(p.count))))),u.setAttribute("aria-activedescendant",`${o}-${r}`),g.children[r]?.scrollIntoView({block:"nearest"})}
function S(h){let l=h.key==="ArrowDown"?1:h.key==="ArrowUp"?-1:0;if(l)r=Math.max(0,Math.min(r+l,d.length-1));else if(h.key===
"Enter")d[r]&&v(d[r].value);else if(h.key==="Escape")y(!0);else return;h.preventDefault(),l&&m()}function v(h){y(!0),n(h)}
function C(h,l){s=h,c.replaceChildren(t("span",{class:"mkw-muted"},`${e[0].toUpperCase()}${e.slice(1)} `),t("span",{class:"\
mkx-picked",dir:"auto"},l??a)),c.setAttribute("aria-label",`${e}: ${l??a}`)}return C([],null),{element:b,show:C}}var oe={user:"everyone",agent:"any",app:"any",run:"any"};function vt(e){let a=t("b",{dir:"auto"}),n=t("span",{}),o=t("sp\
an",{class:"mkx-live",role:"status"}),s=ot("Space",i=>e.filter("use_space",{space:i})),d=Object.fromEntries(Object.entries(
Z).map(([i,y])=>[i,yt({word:y,every:oe[y],onpick:m=>e.filter("set_scope",{...e.status.scope,[i]:m})})])),r=Q(()=>e.lastCode??
"");e.on("code",r.refresh);function c(i){a.textContent=i.url.split("/").pop()||i.url,a.title=i.url;let y=i.spaces.find(({
key:m})=>m===i.space);n.textContent=[y?`${y.key} (${M(y.dim)} d)`:"no space yet",i.shown===i.total?R(i.total,"memory","m\
emories"):`${M(i.shown)} of ${R(i.total,"memory","memories")}`].join(" · "),Y(s,i.spaces.map(m=>({value:m.key,text:`${m.
key}${m.ready?"":" (filling)"}`,disabled:!m.ready,title:`${M(m.dim)} dimensions, ${R(m.count,"vector")}${m.default?", th\
e default":""}`})),y?.key??""),k.hidden=i.spaces.length<2;for(let[m,S]of Object.entries(d)){let v=i.scopes[m]??[];S.show(
v,i.scope[m]),S.element.hidden=m!=="user_id"&&!v.length&&i.scope[m]==null}}let u;function g(i,y=null){clearTimeout(u),o.
dataset.state=i,o.textContent=y??{live:"live",busy:"waiting for the kernel",gone:"not connected"}[i],y&&(u=setTimeout(()=>g(
i),6e3))}let k=t("label",{class:"mkx-label"},"Space ",s),b=t("header",{class:"mkx-head"},t("div",{class:"mkx-what"},a,n),
t("div",{class:"mkx-controls"},k,...Object.values(d).map(i=>i.element),r.button,o));return e.on("status",c),g("live"),{element:b,
code:r.box,say:g}}var ae={semantic:"semantic",bm25:"BM25",context:"context",recency:"recency",rerank:"reranker"},$t=e=>ae[e]??e,Ct=e=>`mk-${[
"semantic","bm25","recency","rerank"].includes(e)?e:"other"}`,St=e=>t("span",{class:`mk-key ${Ct(e)}`}),Et=({reasons:e})=>Object.
values(e).reduce((a,n)=>a+Math.max(n,0),0),At=e=>t("div",{class:"mkx-legend","aria-hidden":"true"},...e.map(a=>t("span",
{},St(a),$t(a))));function Ot(e,a,n,{most:o,trouble:s}){return t("li",{class:`mkx-hit${a.other_space?" mkx-two":""}`,"da\
ta-id":n.id},t("span",{class:"mkx-rank"},String(n.rank)),t("div",{class:"mkx-what2"},t("button",{type:"button",class:"mk\
x-memory",title:"Show all about it",onclick:()=>e.tell("open",n.id)},K(n.text)),t("span",{class:"mkx-about"},...se(n,e.status.
scope))),a.other_space?le(n,a.other_space):null,t("span",{class:"mkx-score"},t("b",{class:"mkx-number"},I(n.score)),re(n,
o)),ie(e,a.query,n,s))}function se(e,a){let n=[["",nt(e.occurred_at??e.created_at)]];for(let[o,s]of Object.entries(Z))e[o]&&
a[o]==null&&n.push([s,String(e[o])]);for(let[o,s]of Object.entries(e.metadata).slice(0,2))n.push([o,B(s)]);for(let o of e.
notes)n.push(["",o]);return n.map(([o,s])=>t("span",{dir:"auto",title:o?`${o}: ${s}`:null},s))}function re(e,a){let n=Object.
entries(e.reasons).filter(([,r])=>Math.abs(r)>=.005),o=n.map(([r,c])=>`${$t(r)} ${I(c)}`).join(", "),s=e.score,d=n.filter(
([,r])=>r>0).map(([r,c])=>{let u=Math.max(0,Math.min(c,s));s-=u;let g=t("span",{class:Ct(r)});return g.style.width=`${a>
0?100*u/a:0}%`,g});return t("span",{class:"mkx-bars",title:o},t("span",{class:"mk-bar",role:"img","aria-label":o},...d),
t("span",{class:"mkx-values","aria-hidden":"true"},...n.map(([r,c])=>t("span",{},St(r),I(c)))))}function le(e,a){let n=e.
other?.rank??null,o=e.other?.shift??0,s=n==null?"not near":`#${M(n)}`,d=o?o>0?` ▲ ${M(o)}`:` ▼ ${M(-o)}`:"",r=n==null?
`Not near the top in ${a}`:`Rank ${n} in ${a}${o?`, ${R(Math.abs(o),"place")} ${o>0?"higher":"lower"}`:", the same"}`;return t(
"span",{class:"mkx-there",title:r,"aria-label":r,role:"img"},s,t("span",{class:o>0?"mkx-up":o<0?"mkx-down":""},d))}function ie(e,a,n,o){
let d=[[!0,"Relevant","up"],[!1,"Not relevant","down"]].map(([c,u,g])=>t("button",{type:"button",class:`mkx-thumb mkx-${g}\
thumb`,"aria-label":u,title:`${u} to this question`,"aria-pressed":String(n.rated===c),disabled:e.past(),onclick:()=>r(n.
rated===c?null:c)},ce(g)));async function r(c){try{e.show(await e.ask("rate",{query:a,id:n.id,relevant:c})),n.rated=c,d.
forEach((u,g)=>u.setAttribute("aria-pressed",String(n.rated===(g===0))))}catch(u){o(D(u))}}return t("span",{class:"mkx-t\
humbs",role:"group","aria-label":"Rate this hit"},...d)}function ce(e){let a="http://www.w3.org/2000/svg",n=document.createElementNS(
a,"svg");for(let[s,d]of Object.entries({viewBox:"0 0 16 16",width:"16",height:"16","aria-hidden":"true"}))n.setAttribute(
s,d);let o=document.createElementNS(a,"path");return o.setAttribute("d","M2 7h2.5v6.5H2zM4.5 7.2 7.6 2.2c1.2 0 1.7.9 1.4\
 2L8.4 6.5h4.2c.9 0 1.5.8 1.3 1.6l-1.1 4.3c-.2.7-.7 1.1-1.4 1.1H4.5"),e==="down"&&o.setAttribute("transform","rotate(180\
 8 8)"),n.append(o),n}var Tt=150;function Mt(e,a){let n=t("input",{type:"search",placeholder:"Ask in your own words, e.g. where does she live?",
"aria-label":"Search",autocomplete:"off",oninput:W(Tt,()=>E()),onkeydown:x=>{x.key==="Enter"&&E()}}),o=t("input",{type:"\
number",min:"1",max:"100",value:"10","aria-label":"k, how many hits",onchange:()=>E()}),s=t("input",{type:"range",min:"0",
max:"1",step:"0.01",value:"0","aria-label":"Least score",oninput:()=>{p(),v()}}),d=t("output",{class:"mkx-number"}),r=ot(
"Compare with",()=>E()),c=t("input",{type:"checkbox",onchange:()=>E()}),u=t("input",{type:"text",placeholder:"category =\
 'food' and priority >= 3","aria-label":"where, a filter",autocomplete:"off",spellcheck:"false",oninput:W(400,()=>$()),onkeydown:x=>{
x.key==="Enter"&&$()}}),g=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),k=t("p",{class:"mkw-note mkx-trouble",role:"\
alert"}),b=t("p",{class:"mkw-note",role:"status"}),i=t("div",{class:"mkx-results"}),y=Q(()=>C?.code??"# Nothing was sear\
ched yet."),m=t("label",{class:"mkx-label",hidden:!0},"compare with ",r),S=t("label",{class:"mkx-label",hidden:!0},c," r\
erank"),v=W(Tt,()=>E()),C=null,h=t("div",{class:"mkx-options2"},t("label",{class:"mkx-label"},"k ",o),t("label",{class:"\
mkx-label"},"score at least ",s,d),m,S),l=t("section",{class:"mkx-search","aria-label":"Search"},t("form",{class:"mkx-li\
ne",onsubmit:x=>x.preventDefault()},t("label",{class:"mkx-grow"},t("span",{class:"mkx-word"},"Search"),n),h),t("div",{class:"\
mkx-line"},t("label",{class:"mkx-grow"},t("span",{class:"mkx-word"},"where"),u),a),g,k,t("div",{class:"mkw-row mkx-found"},
b,y.button),i,y.box);y.button.hidden=!0;function p(){d.textContent=s.value==="0"?"any":I(Number(s.value))}async function $(){
if(u.value.trim()===(e.status.where??"")){g.textContent=e.status.trouble??"";return}await e.filter("set_where",{where:u.
value.trim()})}async function E(){if(k.textContent="",!n.value.trim()){C=null,i.replaceChildren(),b.textContent="",y.button.
hidden=y.box.hidden=!0;return}let x=setTimeout(()=>{b.textContent="Searching …"},300);try{let N=await e.ask("search",{
query:n.value,k:Math.max(1,Math.min(100,Number(o.value)||10)),threshold:s.value==="0"?null:Number(s.value),other:r.value||
null,rerank:c.checked},"search");C=N,j(N)}catch(N){b.textContent="",k.textContent=D(N)}finally{clearTimeout(x)}}function j(x){
e.show(x),y.button.hidden=!1,y.refresh();let N=Math.max(...[...x.hits,...x.below,...x.other_only].map(q=>Et(q)),0);b.textContent=
x.said||A(x);let P=q=>Ot(e,x,q,{most:N,trouble:J=>{k.textContent=J}}),H=(q,J,tt=!1)=>J.length?t("ol",{class:`mkx-hits${tt?
" mkx-pale":""}`,"aria-label":q},...J.map(P)):null;V(i,()=>i.replaceChildren(...[x.hits.length||x.below.length?At(x.signals):
null,H("Hits",x.hits),T(x.below.length,x.below[0]?.why==="threshold"?"below the threshold":`after the best ${x.k}`),H("J\
ust missed",x.below,!0),T(x.other_only.length,`only in ${x.other_space}`),H(`Only in ${x.other_space}`,x.other_only,!0)].
filter(q=>q!=null))),l.dataset.query=x.query,s.max=String(Math.max(1,Number(s.value),Math.ceil(x.best*10)/10))}function A(x){
let N=x.other_space?`, with their ranks in ${x.other_space}`:"";return`${R(x.hits.length,"hit")} in ${x.space}${N}`}let T=(x,N)=>x?
t("div",{class:"mkx-divider"},N):null;return e.on("status",x=>{let N=x.spaces.filter(P=>P.ready&&P.key!==x.space);Y(r,[{
value:"",text:"no space"},...N.map(({key:P})=>({value:P,text:P}))],N.some(({key:P})=>P===r.value)?r.value:""),m.hidden=!N.
length,S.hidden=!x.reranker,document.activeElement!==u&&!x.trouble&&(u.value=x.where),g.textContent=x.trouble,u.setAttribute(
"aria-invalid",String(!!x.trouble))}),e.on("data",x=>{x==="query"&&(n.value=e.status.query??""),(n.value.trim()||x==="qu\
ery")&&E()}),p(),n.value=e.firstQuery,l}var ue=2,me=20;function _t(e,{select:a}){let n=(v,C)=>t("button",{type:"button",onclick:C},v),o=t("b",{role:"status"}),s=t(
"p",{class:"mkw-note mkx-trouble",role:"alert"}),d=t("form",{class:"mkx-line",hidden:!0,onsubmit:v=>{v.preventDefault(),
g?.act()}}),r={tag:n("Tag",()=>i("tag")),merge:n("Merge",()=>i("merge")),remove:n("Delete",()=>i("remove")),export:n("Ex\
port",()=>i("export")),none:n("Clear",()=>a({how:"none"}))},c=t("div",{class:"mkx-bulk",role:"group","aria-label":"Selec\
ted memories",hidden:!0},t("div",{class:"mkw-row"},o,...Object.values(r)),d,s),u=0,g=null,k=(v,C="mkx-main")=>t("button",
{type:"submit",class:C},v),b={tag:()=>{let v=t("input",{type:"text",class:"mkx-grow",placeholder:"category=food, old=nul\
l removes a key","aria-label":"Metadata to set"});return{parts:[t("label",{class:"mkx-grow"},t("span",{class:"mkw-muted"},
"set"),v),k("Set")],act:()=>{let C;try{C=z(v.value)}catch(l){s.textContent=D(l);return}let h=Object.keys(C).filter(l=>C[l]===
null);m("tag",{metadata:Object.fromEntries(Object.entries(C).filter(([,l])=>l!==null)),remove:h})}}},remove:()=>({parts:[
t("span",{},`Delete ${R(u,"memory","memories")}? Undo brings ${u===1?"it":"them"} back.`),k("Delete","mkx-danger")],act:()=>m(
"delete",{})}),merge:()=>{let v=t("select",{"aria-label":"The memory to keep",class:"mkx-grow"});return e.ask("chosen").
then(C=>Y(v,C.map(({id:h,text:l})=>({value:h,text:l})),C[0]?.id),C=>{s.textContent=D(C)}),{parts:[t("label",{class:"mkx-\
grow"},t("span",{class:"mkw-muted"},"keep"),v),t("span",{class:"mkw-muted"},`and delete the other ${u===2?"one":M(u-1)}`),
k("Merge","mkx-danger")],act:()=>m("merge",{keep:v.value})}},export:()=>{let v=t("input",{type:"text",class:"mkx-grow","\
aria-label":"File to write",value:"memories.jsonl"});return{parts:[t("label",{class:"mkx-grow"},t("span",{class:"mkw-mut\
ed"},"file"),v),k("Write")],act:()=>m("export",{path:v.value.trim()})}}};function i(v){s.textContent="",g=b[v](),d.replaceChildren(
...g.parts,t("button",{type:"button",onclick:y},"Cancel")),d.hidden=!1,U(d,d.querySelector("input")?"input":"button")}function y(){
g=null,d.hidden=!0,s.textContent=""}async function m(v,C){let h=v==="merge"?C:{...C,selected:!0};await e.change(v,h,s)&&
y()}function S(){o.textContent=`${M(u)} selected`,c.hidden=u===0,r.merge.hidden=u<ue||u>me;for(let v of[r.tag,r.merge,r.
remove])v.disabled=e.past();u||y()}return e.on("selection",v=>{v!==u&&y(),u=v,S()}),e.on("status",v=>{u=v.selected,S()}),
{element:c,remove:()=>{u&&!e.past()&&i("remove")}}}var de=[{name:"user_id",text:"User"},{name:"agent_id",text:"Agent"},{name:"app_id",text:"App"},{name:"run_id",text:"Run"},
{name:"type",text:"Type"},{name:"occurred_at",text:"Occurred"},{name:"created_at",text:"Created"},{name:"updated_at",text:"\
Updated"}],pe={name:"memory",text:"Memory"};function Dt(e){let a=null,n=[],o=t("div",{class:"mkx-options",role:"group","\
aria-label":"Columns"}),s=t("button",{type:"button",class:"mkw-link",onclick:()=>{a=null,e()}},"As usual"),d=t("div",{class:"\
mkx-pop mkx-left",hidden:!0},o,s),r=t("button",{type:"button",class:"mkx-pickbutton","aria-expanded":"false",onclick:()=>u(
!!d.hidden)},"Columns"),c=t("span",{class:"mkx-pick",onkeydown:i=>{i.key==="Escape"&&(u(!1),r.focus())},onfocusout:i=>{i.
relatedTarget&&!et(c,i.relatedTarget)&&u(!1)}},r,d);function u(i){d.hidden=!i,r.setAttribute("aria-expanded",String(i)),
i&&U(o,"input")}function g(i,y){let m=i.metadata.map(({key:l})=>({name:`metadata.${l}`,text:l}));n=[...de,...m];let S=l=>i.
scope[l]==null&&(i.scopes[l]??[]).length>1,v=m.find(({text:l})=>l==="category")??m[0],C=[...["user_id","agent_id"].filter(
S),...y?["occurred_at"]:[],...v?[v.name]:[],"updated_at"],h=a??C;return k(h),[pe,...h.flatMap(l=>n.find(p=>p.name===l)??
[])]}function k(i){s.hidden=a==null,V(o,()=>o.replaceChildren(...n.map(({name:y,text:m})=>t("label",{class:"mkx-check",dir:"\
auto"},t("input",{type:"checkbox",checked:i.includes(y),onchange:()=>b(y,i)}),m))))}function b(i,y){a=y.includes(i)?y.filter(
m=>m!==i):[...y,i],e()}return{element:c,list:g}}function Nt(e,a,n){let o=Math.floor(e/30),s=Math.ceil(Math.max(a-30,30)/30)+1;return[Math.max(0,o),Math.min(n,o+s)]}var jt=([
e,a],n)=>[Math.max(0,e-12),Math.min(n,a+12)];function Lt([e,a],n,o){let[s,d]=[e,a];if(!o){for(;s<d&&n.has(s);)s++;for(;d>
s&&n.has(d-1);)d--;if(s>=d)return null}let r=Math.max(0,s-60);return{first:r,number:Math.max(d+60-r,120)}}function Pt(e,a,n){
let o=e*30;return o<a?o:o+60>a+n?o+60-n:a}function Rt(e,a,n,o){let s=Math.max(1,Math.floor(n/30)-2),d={ArrowDown:1,ArrowUp:-1,
PageDown:s,PageUp:-s,Home:-1/0,End:1/0};return e in d?Math.max(0,Math.min(a+d[e],o-1)):null}function Wt(e){let a={sort:"updated_at",descending:!0,find:""},n={total:0,rows:new Map,at:0,anchor:0,asking:!1,stale:!1,
dated:!1,layout:"",high:420},o=new Map,s=[],d=t("input",{type:"search",placeholder:"Filter the rows","aria-label":"Filte\
r the rows",autocomplete:"off",oninput:W(150,()=>{a.find=d.value,q()})}),r=t("span",{class:"mkw-note",role:"status"}),c=t(
"button",{type:"button",onclick:()=>G({how:"all"})},"Select all"),u=t("p",{class:"mkw-note mkx-trouble",role:"alert"}),g=t(
"div",{class:"mkx-tr mkx-th",role:"row","aria-rowindex":"1"}),k=t("div",{class:"mkx-space",role:"rowgroup"}),b=t("p",{class:"\
mkw-note mkx-empty"}),i=t("div",{class:"mkx-grid",role:"grid",tabindex:"0","aria-label":"Memories","aria-multiselectable":"\
true",onscroll:()=>$(),onkeydown:Ut,onfocus:()=>ct()},t("div",{role:"rowgroup",class:"mkx-head2"},g),k),y=Dt(()=>{v(),$()}),
m=_t(e,{select:G}),S=t("section",{class:"mkx-table","aria-label":"All memories"},t("div",{class:"mkx-bar"},d,r,c,y.element),
m.element,u,i,b);function v(){s=y.list(e.status,n.dated);let f=s.slice(1).map(({name:w})=>w.endsWith("_at")?"88px":"minm\
ax(0,96px)");i.style.setProperty("--columns",["28px","minmax(0,1fr)",...f].join(" ")),n.layout=s.map(({name:w})=>w).join(),
i.setAttribute("aria-colcount",String(s.length+1)),C()}function C(){g.replaceChildren(t("span",{role:"columnheader",class:"\
mkx-td"},t("span",{class:"mkw-said"},"Selected")),...s.map(({name:f,text:w})=>{let O=a.sort===f;return t("span",{role:"c\
olumnheader",class:"mkx-td","aria-sort":O?a.descending?"descending":"ascending":"none"},t("button",{type:"button",class:"\
mkx-sort","data-sort":f,onclick:()=>h(f)},w,t("span",{"aria-hidden":"true"},O?a.descending?" ▼":" ▲":"")))}))}function h(f){
a.descending=a.sort===f?!a.descending:f.endsWith("_at"),a.sort=f,C(),U(g,`[data-sort="${CSS.escape(f)}"]`),q()}let l=()=>Nt(
i.scrollTop,n.high,n.total),p=0;function $(){p||=requestAnimationFrame(()=>{p=0,E(),x()})}function E(){let[f,w]=jt(l(),n.
total);k.style.height=`${n.total*30}px`;for(let[_,L]of o)_>=f&&_<w&&L.look===j(_)||(L.element.remove(),o.delete(_));let O=k.
firstChild;for(let _=f;_<w;_++){let L=o.get(_)??{element:A(_),look:j(_)};o.set(_,L),L.element===O?O=L.element.nextSibling:
k.insertBefore(L.element,O)}ct()}function j(f){let w=n.rows.get(f);return w?`${w.id} ${w.seq} ${w.selected} ${w.id===e.open}\
 ${n.layout}`:""}function A(f){let w=n.rows.get(f),O=s.map(({name:L})=>T(w,L)),_=t("div",{class:"mkx-tr",role:"row",id:`${i.
id}-${f}`,"aria-rowindex":String(f+2),"aria-selected":String(!!w?.selected),"data-id":w?.id,"data-open":w&&w.id===e.open?
"true":null,onclick:L=>J(f,L)},t("span",{role:"gridcell",class:"mkx-td mkx-mark",onclick:L=>{L.stopPropagation(),at(f)}},
t("span",{class:"mkx-tick","aria-hidden":"true"})),...O);return _.style.top=`${f*30}px`,_}function T(f,w){if(!f)return t(
"span",{role:"gridcell",class:"mkx-td mkw-muted"},w==="memory"?"…":"");let O=kt(f,w),_=w.endsWith("_at")?String(O??""):
null,L=_==null?B(O):nt(_);return t("span",{role:"gridcell",class:`mkx-td${w==="memory"?"":" mkw-muted"}`,dir:"auto",title:_==
null?L:F(_)},L)}async function x(){let f=Lt(l(),n.rows,n.stale);if(n.asking||!f)return;n.asking=!0;let w=n.stale;n.stale=
!1;try{N(await e.ask("rows",{...f,...a}),w)}catch(O){u.textContent=D(O),n.asking=!1;return}n.asking=!1,$()}function N(f,w){
u.textContent=f.trouble??"",(w||f.total!==n.total||n.rows.size>4e3)&&n.rows.clear(),f.rows.forEach((O,_)=>{O&&n.rows.set(
f.first+_,O)}),n.total=f.total,n.at=Math.min(n.at,Math.max(0,n.total-1)),i.setAttribute("aria-rowcount",String(n.total+1)),
S.dataset.loaded="true",r.textContent=P(),!n.dated&&f.rows.some(O=>O?.occurred_at)&&(n.dated=!0,v()),S.classList.toggle(
"mkx-none",!n.total),b.textContent=n.total?"":e.emptiness(a.find),i.hidden=!n.total}function P(){let f=s.find(({name:w})=>w===
a.sort)?.text??a.sort;return`${R(n.total,"memory","memories")}, by ${f.toLowerCase()}`}function H(){n.stale=!0,x()}function q(){
i.scrollTop=0,n.at=n.anchor=0,H()}function J(f,w){if(i.focus({preventScroll:!0}),w.shiftKey)return it(f);if(n.at=n.anchor=
f,w.ctrlKey||w.metaKey)return at(f);tt(f);let O=n.rows.get(f);return O&&G({how:"only",id:O.id})}function tt(f){let w=n.rows.
get(f);w&&e.tell("open",w.id)}function at(f){n.at=n.anchor=f;let w=n.rows.get(f);return w?(w.selected=!w.selected,$(),G(
{how:"toggle",id:w.id})):null}function it(f){n.at=f;let[w,O]=[Math.min(f,n.anchor),Math.max(f,n.anchor)];return G({how:"\
range",first:w,last:O})}async function G(f){try{let{count:w}=await e.ask("select",{...f,...a});e.tell("selection",w)}catch(w){
u.textContent=D(w)}}function Ut(f){if(f.target!==i)return;let w=Rt(f.key,n.at,i.clientHeight,n.total);if(w!==null)Ft(w,f.
shiftKey);else if(f.key==="Enter")tt(n.at);else if(f.key===" ")at(n.at);else if(f.key==="a"&&(f.ctrlKey||f.metaKey))G({how:"\
all"});else if(f.key==="Escape")G({how:"none"});else if(f.key==="Delete")m.remove();else return;f.preventDefault()}function Ft(f,w){
n.at=f;let O=Pt(f,i.scrollTop,i.clientHeight);O!==i.scrollTop&&(i.scrollTop=O),w?it(n.at):n.anchor=n.at,$()}function ct(){
let f=`${i.id}-${n.at}`;for(let w of k.children)w.classList.toggle("mkx-at",w.id===f);i.setAttribute("aria-activedescend\
ant",f)}i.id=`mkx-grid-${++he}`,e.on("status",v),e.on("data",H),e.on("selection",H),e.on("open",$);let ut=new ResizeObserver(
f=>{n.high=f[f.length-1].contentRect.height,$()});return ut.observe(i),e.ends.push(()=>ut.disconnect()),S}var he=0;var ke=60,xe=16,It=["DELETE","UPDATE","ADD"],be=e=>It.reduce((a,n)=>a+e[n],0);function Ht(e){let a=t("span",{class:"mkx-\
density","aria-hidden":"true"}),n=t("input",{type:"range",min:"0",step:"1","aria-label":"Time, by changes",oninput:()=>{
u=!0,k(),b()},onchange:()=>b()}),o=t("output",{class:"mkx-when"}),s=t("label",{class:"mkx-time",hidden:!0},t("span",{class:"\
mkw-muted"},"time"),t("span",{class:"mkx-track"},a,n),o),d=t("span",{}),r=t("div",{class:"mkx-banner mkx-then",role:"sta\
tus",hidden:!0},d,t("button",{type:"button",onclick:()=>e.filter("set_at",{at:null})},"Back to now")),c={head:0,buckets:[]},
u=!1;function g(m){return c.buckets.find(S=>m<=S.last)?.at??c.last_at}function k(){let m=Number(n.value);o.textContent=m>=
c.head?"now":F(g(m)),n.setAttribute("aria-valuetext",m>=c.head?"now":`after change ${M(m)} of ${M(c.head)}, ${F(g(m))}`)}
let b=W(120,async()=>{let m=Number(n.value);await e.filter("set_at",{at:m>=c.head?null:m}),u=!1});async function i(){try{
c=await e.ask("histogram",{buckets:ke},"histogram")}catch{return}let m=Math.max(1,...c.buckets.map(S=>be(S)));a.replaceChildren(
...c.buckets.map(S=>{let v=t("span",{},...It.map(C=>{let h=t("span",{class:`mkx-${C.toLowerCase()}`});return h.style.height=
`${xe*S[C]/m}px`,h}));return v.style.flexGrow=String(S.last-S.first+1),v})),n.min=String(Math.min(1,c.head)),n.max=String(
c.head),s.hidden=c.head<2,y(e.status)}function y(m){u||(n.value=String(m.at??c.head)),k(),r.hidden=m.at==null,d.textContent=
m.at==null?"":`This is the memory as of ${F(m.at_time)} UTC, after change ${M(m.at)} of ${M(m.head)}. Read only.`}return e.
on("status",y),e.on("journal",i),{element:s,banner:r}}function we({model:e,el:a}){let n=wt(e),o=mt("mkx","Memory explorer"),s=vt(n),d=Ht(n),r=t("p",{class:"mkw-note mkx-troub\
le mkx-all",role:"alert"}),c=t("span",{}),u=t("button",{type:"button",class:"mkw-link"},"Undo"),g=t("button",{type:"butt\
on",class:"mkw-link",onclick:()=>{i.hidden=!0}},"Dismiss"),k=t("span",{}),b=t("div",{class:"mkx-banner",role:"status",hidden:!0},
k,t("button",{type:"button",onclick:()=>n.filter("set_events",{})},"Show all")),i=t("div",{class:"mkx-done",role:"status",
hidden:!0},c,u,g);o.append(s.element,s.code,r,d.banner,b,bt(n),i,Mt(n,d.element),t("div",{class:"mkx-panes"},Wt(n),gt(n))),
a.append(o);let y=ft(o,e.get("key"));return n.on("trouble",m=>{r.textContent=m}),n.on("line",m=>{s.say(m),o.dataset.line=
m,r.classList.toggle("mkx-trouble",m!=="busy"),r.textContent={gone:X,busy:dt,live:""}[m]}),n.on("others",m=>s.say("live",
m.said||"changed")),n.on("status",m=>{o.classList.toggle("mkx-past",n.past()),b.hidden=!m.events,k.textContent=m.events?
`Only memories that changed in changes ${M(m.events[0]+1)} to ${M(m.events[1]??m.head)}.`:"",o.dataset.head=String(m.head),
o.dataset.ready="true",y()}),n.on("done",({said:m,seqs:S})=>{c.textContent=m,i.hidden=!1,u.hidden=!S?.length,u.onclick=()=>n.
change("undo",{seqs:S},r)}),n.watch(o),n.refresh(),()=>n.ends.forEach(m=>m())}var ge={render:we};return zt(ye);})();
export default memkit_explorer.default;
