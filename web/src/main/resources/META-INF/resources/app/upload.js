// Sends an archive in pieces before the form that imports it; an upload that was cut off goes on where it stopped.
// Without this file an archive is imported by its path on the server.
const $ = id => document.getElementById(id);
const form = $('import-form');
const input = $('archive');
const said = $('upload-said');
const bar = $('upload-bar');
const button = $('import-button');
const PAUSES = [500, 1000, 2000, 5000, 10000, 30000];

$('upload').hidden = false;

const wait = time => new Promise(done => setTimeout(done, time));
const mebi = bytes => `${(bytes / 1048576).toFixed(1)} MiB`;
const memory = file => `loupe-upload ${file.name} ${file.size} ${file.lastModified}`;

function remember(file, id) {
  try {
    if (id) localStorage.setItem(memory(file), id);
    else localStorage.removeItem(memory(file));
  } catch {
    // then it begins again next time
  }
}

function remembered(file) {
  try {
    return localStorage.getItem(memory(file));
  } catch {
    return null;
  }
}

async function begin(file) {
  const known = remembered(file);
  if (known) {
    const response = await fetch(`/api/v1/uploads/${known}`);
    if (response.ok) return response.json();
  }
  const response = await fetch('/api/v1/uploads', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: file.name, size: file.size }),
  });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.detail ?? response.statusText), { final: true });
  remember(file, answer.id);
  return answer;
}

async function piece(file, upload, offset) {
  const response = await fetch(`/api/v1/uploads/${upload.id}?offset=${offset}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: file.slice(offset, offset + upload.pieceBytes),
  });
  if (response.status === 404 || response.status === 422) {
    remember(file, null);
    const answer = await response.json().catch(() => ({}));
    throw Object.assign(new Error(answer.detail ?? response.statusText), { final: true });
  }
  if (!response.ok && response.status !== 409) throw new Error(`the server answers ${response.status}`);
  return (await response.json()).received; // after a conflict too: where to go on
}

async function send(file) {
  let failures = 0;
  let upload = null;
  let offset = 0;
  const began = performance.now();
  let first = 0;
  bar.hidden = false;
  while (!upload || offset < file.size) {
    try {
      if (!upload) {
        upload = await begin(file);
        offset = first = upload.received;
      } else {
        offset = await piece(file, upload, offset);
      }
      failures = 0;
      bar.value = Math.floor((1000 * offset) / file.size);
      const rate = (offset - first) / Math.max(1, performance.now() - began);
      const left = rate > 0 ? Math.ceil((file.size - offset) / rate / 1000) : 0;
      said.textContent = `${mebi(offset)} of ${mebi(file.size)} sent${left > 1 ? `, ${left} s left` : ''}`;
    } catch (e) {
      if (e.final || failures >= PAUSES.length * 3) throw e;
      said.textContent = `The line is broken (${e.message}); trying again. ${mebi(offset)} are safe.`;
      await wait(PAUSES[Math.min(failures++, PAUSES.length - 1)]);
    }
  }
  return upload.id;
}

form.addEventListener('submit', async event => {
  const file = input.files[0];
  if (!file) return;
  event.preventDefault();
  button.disabled = input.disabled = true;
  try {
    const id = await send(file);
    remember(file, null);
    $('folder').value = `upload:${id}`;
    said.textContent = 'All of it is sent; the import begins.';
    form.submit();
  } catch (e) {
    said.textContent = `Not uploaded: ${e.message}`;
    button.disabled = input.disabled = false;
  }
});
