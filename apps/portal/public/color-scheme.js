// Runs before the first paint, so that nobody who chose a scheme sees the other one flash by.
;(() => {
  let chosen = 'auto'
  try {
    chosen = localStorage.getItem('groundplan-color-scheme') ?? 'auto'
  } catch {
    // Storage can be forbidden; the system's scheme is as good.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
