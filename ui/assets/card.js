// The member's card: kept on the phone by a worker of its own, and told apart when it comes from there.
const own = document.querySelector("[data-keep]");
if (own && navigator.serviceWorker) {
  navigator.serviceWorker.register(own.dataset.keep, { scope: own.dataset.keepScope }).catch(() => {}); // without it the page is a page like others
  const tell = () => {
    for (const e of own.querySelectorAll("[data-offline]")) e.hidden = navigator.onLine;
    for (const e of own.querySelectorAll("[data-online]")) e.hidden = !navigator.onLine;
  };
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  tell();
}

// A camera reads codes where the browser can do it by itself; elsewhere the field waits for a reader or for pasting.
async function readWith(box) {
  const video = box.querySelector("video");
  const field = document.getElementById(box.dataset.camera);
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const stop = () => { for (const t of stream.getTracks()) t.stop(); video.srcObject = null; video.hidden = true; };
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  window.addEventListener("pagehide", stop, { once: true });
  const look = async () => {
    if (!video.srcObject) return;
    const [code] = await detector.detect(video).catch(() => []);
    if (!code) { setTimeout(look, 200); return; }
    stop();
    field.value = code.rawValue;
    const verb = field.dataset.scan && field.form.querySelector(`button[name="${CSS.escape(field.dataset.scan)}"]`);
    field.form.requestSubmit(verb || undefined);
  };
  look();
}
if (window.BarcodeDetector && navigator.mediaDevices) {
  for (const box of document.querySelectorAll("[data-camera]")) {
    box.hidden = false;
    box.querySelector("[data-camera-start]").addEventListener("click", () => { readWith(box).catch(() => { box.hidden = true; }); });
  }
}
