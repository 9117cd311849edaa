import { useEffect, useRef, useState } from 'react'

/**
 * A text that people type at once and that is reported a moment after they stop. A value from outside, e.g. through the
 * browser's back button, replaces it.
 */
export function useDebouncedField(
  value: string,
  onSettled: (value: string) => void,
  milliseconds = 250,
): readonly [string, (value: string) => void] {
  const [text, setText] = useState(value)
  const reported = useRef(value)
  const report = useRef(onSettled)
  useEffect(() => {
    report.current = onSettled
  })
  useEffect(() => {
    if (value === reported.current) return
    reported.current = value
    setText(value)
  }, [value])
  useEffect(() => {
    if (text.trim() === reported.current) return
    const timer = setTimeout(() => {
      reported.current = text.trim()
      report.current(text)
    }, milliseconds)
    return () => clearTimeout(timer)
  }, [text, milliseconds])
  return [text, setText]
}
