for (const field of document.querySelectorAll('input[name=zone]')) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone
}
