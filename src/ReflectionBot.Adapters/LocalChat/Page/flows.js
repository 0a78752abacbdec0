// An author saves a file and sees it here: the page comes again when the content has another revision.
const shown = document.documentElement.dataset.revision;
const look = localStorage.getItem('look');
if (look) document.documentElement.dataset.theme = look;

setInterval(async () => {
  if (document.hidden) return;
  const response = await fetch('/flows/revision', { cache: 'no-store' }).catch(() => undefined);
  if (response?.ok && await response.text() !== shown) location.reload();
}, 2000);
