// Made of memkit/web/js/page by "make web": change it there.
"use strict";var memkit_page=(()=>{var a=Object.defineProperty;var i=Object.getOwnPropertyDescriptor;var f=Object.getOwnPropertyNames;var c=Object.prototype.hasOwnProperty;var g=(n,e)=>{for(var t in e)a(n,t,{get:e[t],enumerable:!0})},m=(n,e,t,o)=>{if(e&&typeof e=="object"||typeof e=="functio\
n")for(let r of f(e))!c.call(n,r)&&r!==t&&a(n,r,{get:()=>e[r],enumerable:!(o=i(e,r))||o.enumerable});return n};var w=n=>m(a({},"__esModule",{value:!0}),n);var h={};g(h,{default:()=>b,readState:()=>d});function d(n){return JSON.parse(n,(e,t)=>{if(!t||typeof t.base64!="string")
return t;let o=Uint8Array.from(atob(t.base64),r=>r.charCodeAt(0));return new DataView(o.buffer)})}function p(n){let[e,t]=[
"state","widget"].map(s=>document.getElementById(s));if(!e||!t)throw new Error("This page needs an element “state” and a\
n element “widget”.");let o=d(e.textContent??""),r={get:s=>o[String(s)],set(){},save_changes(){},send(){},on(){},off(){}};
n.render({model:r,el:t})}var b={show:p};return w(h);})();
export default memkit_page.default;
