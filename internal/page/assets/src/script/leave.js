// The last page before the merchant's leads on by its header. Where a browser
// does not follow that, the script does.
for (const link of all('[href^=http][data-onward]')) {
  const late = setTimeout(() => location.replace(link.href), 500)
  addEventListener('beforeunload', () => clearTimeout(late))
}
