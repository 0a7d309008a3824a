"use strict";
// What people expect of a page, and the library's terminal does otherwise. Loaded before its script.
(() => {
  // Ctrl+V would be a key of the program, which knows only what was copied in it: the browser pastes.
  window.addEventListener(
    "keydown",
    (event) => {
      const pastes = event.ctrlKey && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "v";
      if (pastes) event.stopImmediatePropagation();
    },
    true,
  );

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
