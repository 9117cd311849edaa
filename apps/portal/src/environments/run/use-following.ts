import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/**
 * Keeps the end of a box in sight as its content grows, unless somebody has scrolled up. `content` changes with what is in it.
 */
export function useFollowing(content: string) {
  const box = useRef<HTMLDivElement>(null)
  const [isFollowing, setFollowing] = useState(true)
  const before = useRef({ top: 0, height: 0 })
  const toEnd = useCallback(() => box.current?.scrollTo({ top: box.current.scrollHeight }), [])
  useLayoutEffect(() => {
    if (isFollowing) toEnd()
  }, [isFollowing, toEnd, content])
  useEffect(() => {
    if (!isFollowing || box.current === null) return
    // Lines break elsewhere in a box of another size.
    const observer = new ResizeObserver(toEnd)
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [isFollowing, toEnd])
  const onScroll = () => {
    if (box.current === null) return
    const { scrollTop: top, scrollHeight: height, clientHeight } = box.current
    const isAtEnd = height - top - clientHeight < 24
    // A box whose content shrinks scrolls by itself.
    const wentUp = top < before.current.top - 1 && height >= before.current.height
    before.current = { top, height }
    if (isAtEnd) setFollowing(true)
    else if (wentUp) setFollowing(false)
  }
  const follow = () => {
    setFollowing(true)
    toEnd()
  }
  return { box, isFollowing, follow, onScroll }
}
