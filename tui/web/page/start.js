"use strict";
// Loaded after the library's script. How wide a cell is, is measured once: the font has to be there by then.
(() => {
  const COLUMNS = 42; // the program needs 40

  // A phone that is held upright shows smaller characters, unless its owner has said how large they are to be.
  function fit(data) {
    if (new URLSearchParams(window.location.search).has("fontsize")) return;
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = '100px "Roboto Mono"';
    const size = Math.floor((100 * window.innerWidth) / (COLUMNS * pen.measureText("W").width));
    data.fontSize = Math.max(8, Math.min(size, data.fontSize));
  }

  const begin = window.onload;
  window.onload = null;
  window.addEventListener("load", async (event) => {
    const sizes = ["", "bold ", "italic "].map((weight) => document.fonts.load(`${weight}16px "Roboto Mono"`, "W朱"));
    await Promise.allSettled(sizes);
    fit(document.getElementById("terminal").dataset);
    begin(event);
    document.querySelector(".xterm-helper-textarea")?.focus();
  });
})();
