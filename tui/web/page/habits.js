"use strict";
// What people expect of a page, and the library's terminal does otherwise. Loaded before its script.
(() => {
  // Text that was selected in the page itself, with the mouse left to it, is copied; tells whether there was any.
  function copied() {
    let there = false;
    const look = (event) => { there = event.defaultPrevented; };
    window.addEventListener("copy", look);
    document.execCommand("copy");
    window.removeEventListener("copy", look);
    return there;
  }

  // Ctrl+V would be a key of the program, which knows only what was copied in it: the browser pastes. Ctrl+C is
  // one too, where nothing is selected in the page.
  window.addEventListener(
    "keydown",
    (event) => {
      if (!event.ctrlKey || event.altKey || event.shiftKey) return;
      const key = event.key.toLowerCase();
      if (key === "v" || (key === "c" && copied())) event.stopImmediatePropagation();
      if (key === "c" && event.cancelBubble) event.preventDefault();
    },
    true,
  );

  // The library takes what an input method commits a moment later, by where it stands in a field of text. What
  // else happens before that moment, on a page that is busy, would be mixed with it, or empty the field: so it is
  // taken before anything else happens.
  const later = window.setTimeout.bind(window);
  const typing = ["keydown", "compositionupdate", "compositionend"];
  const late = new Set();
  window.setTimeout = (act, wait, ...rest) => {
    if (wait || !typing.includes(window.event?.type)) return later(act, wait, ...rest);
    const once = () => late.delete(once) && act(...rest);
    late.add(once);
    return later(once, 0);
  };
  const take = () => late.forEach((once) => once());
  for (const kind of ["keydown", "compositionstart", "blur"]) window.addEventListener(kind, take, true);

  // Browsers give the clipboard to pages that came by TLS or from this machine. Others copy in the old way.
  if (!navigator.clipboard) {
    const writeText = async (text) => {
      const focused = document.activeElement;
      const box = document.createElement("textarea");
      box.value = text;
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
      focused?.focus();
    };
    Object.defineProperty(navigator, "clipboard", { value: { writeText, readText: async () => "" } });
  }

  // The program gives a file when it is written, seconds after the key: a window that opens by itself is blocked.
  const open = window.open.bind(window);
  window.open = (address, ...rest) => {
    const url = new URL(address, window.location.href);
    if (url.origin !== window.location.origin || !url.pathname.startsWith("/download/")) return open(address, ...rest);
    const link = document.createElement("a");
    link.href = url.href;
    link.download = "";
    link.click();
    return null;
  };
})();
