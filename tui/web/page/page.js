"use strict";
// Loaded before the library's script, which opens the one socket of the page and tells nobody why it was closed.
(() => {
  const WHY = { 4000: "ended", 4001: "failed", 4002: "revoked", 4003: "full", 4004: "leaving", 1009: "large" };
  const SOON = 1000; // milliseconds after which somebody who typed and saw nothing asks whether anybody is there
  const PATIENCE = 4000; // milliseconds for an answer to that
  const Socket = window.WebSocket;
  const notice = () => document.getElementById("notice");
  let over = false; // whether the connection has ended, and another may be had

  function tell(why, reason) {
    const box = notice();
    box.firstElementChild.textContent = box.dataset[why].replace("{reason}", reason || "");
    const button = box.querySelector("button");
    button.hidden = why === "revoked";
    box.hidden = false;
    over = !button.hidden && why !== "silent";
    if (over) button.focus();
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

  // As long as no server is there the page stays: what the browser would show instead offers nothing.
  async function again() {
    const answer = await fetch(window.location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
    if (answer && answer.status < 500) window.location.reload();
    else tell("lost");
  }

  window.addEventListener("DOMContentLoaded", () => {
    notice().querySelector("button").addEventListener("click", again);
    window.addEventListener(
      "keydown",
      (event) => {
        if (!over || event.key !== "Enter") return; // it opens the page again wherever one has clicked meanwhile
        event.preventDefault();
        event.stopPropagation();
        again();
      },
      true,
    );
  });
})();
