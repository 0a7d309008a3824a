"use strict";
// Loaded before the library's script, which opens the one socket of the page and tells nobody why it was closed.
(() => {
  const WHY = { 4000: "ended", 4001: "failed", 4002: "revoked", 4003: "full", 4004: "leaving", 1009: "large" };
  const SOON = 1000; // milliseconds after which somebody who typed and saw nothing asks whether anybody is there
  const PATIENCE = 4000; // milliseconds for an answer to that
  const Socket = window.WebSocket;
  const notice = () => document.getElementById("notice");

  function tell(why, reason) {
    const box = notice();
    box.firstElementChild.textContent = box.dataset[why].replace("{reason}", reason || "");
    const button = box.querySelector("button");
    button.hidden = why === "revoked";
    box.hidden = false;
    if (button.hidden || why === "silent") return;
    button.focus();
    // Enter opens the page again, wherever one has clicked meanwhile.
    window.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && button.click(), true);
  }

  class WatchedSocket extends Socket {
    constructor(...args) {
      super(...args);
      this.waiting = 0;
      this.early = [];
      this.addEventListener("open", () => this.early.splice(0).forEach((data) => super.send(data)));
      this.addEventListener("message", (event) => {
        clearTimeout(this.waiting);
        this.waiting = 0;
        if (this.silent) {
          this.silent = false;
          notice().hidden = true;
        }
        // The library would write the time of each answer to the console.
        if (typeof event.data === "string" && event.data.startsWith('["pong"')) event.stopImmediatePropagation();
      });
      this.addEventListener("close", (event) => {
        clearTimeout(this.waiting);
        tell(WHY[event.code] || "lost", event.reason);
      });
    }

    // A network that is gone closes nothing: whoever types is told when no answer comes. Idle, nothing is sent.
    send(data) {
      if (this.readyState === Socket.CONNECTING) this.early.push(data);
      if (this.readyState !== Socket.OPEN) return;
      super.send(data);
      if (!this.waiting) this.waiting = setTimeout(() => this.ask(), SOON);
    }

    ask() {
      if (this.readyState !== Socket.OPEN) return;
      super.send('["ping",""]');
      this.waiting = setTimeout(() => {
        this.silent = true;
        tell("silent");
      }, PATIENCE);
    }
  }
  window.WebSocket = WatchedSocket;

  window.addEventListener("DOMContentLoaded", () => {
    notice().querySelector("button").addEventListener("click", () => window.location.reload());
  });
})();
