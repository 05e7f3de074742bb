// The camera of the counter terminal, where the browser can read codes by itself; pasting the text always works.
const place = document.getElementById('camera')
const code = document.querySelector('textarea[name=code]')

if (place && code && 'BarcodeDetector' in window && navigator.mediaDevices) {
  place.hidden = false
  place.querySelector('button').addEventListener('click', scan)
}

async function scan() {
  const video = place.querySelector('video')
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  video.srcObject = stream
  video.hidden = false
  await video.play()
  const detector = new window.BarcodeDetector({ formats: ['qr_code'] })
  const look = async () => {
    const [found] = await detector.detect(video).catch(() => [])
    if (!found) return setTimeout(look, 150)
    for (const track of stream.getTracks()) track.stop()
    video.hidden = true
    code.value = found.rawValue
  }
  look()
}
