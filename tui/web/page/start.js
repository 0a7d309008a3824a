"use strict";
// Loaded after the library's script. How wide a cell is, is measured once: the font has to be there by then.
(() => {
  const begin = window.onload;
  window.onload = null;
  window.addEventListener("load", async (event) => {
    const sizes = ["", "bold ", "italic "].map((weight) => document.fonts.load(`${weight}16px "Roboto Mono"`, "W朱"));
    await Promise.allSettled(sizes);
    begin(event);
    document.querySelector(".xterm-helper-textarea")?.focus();
  });
})();
