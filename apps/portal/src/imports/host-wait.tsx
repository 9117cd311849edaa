import { useEffect, useState } from 'react'

export interface HostWaitProps {
  readonly wait: { readonly host: string; readonly until: string }
}

/** That a host asks to wait, until when, and how many seconds are left; announced once, not every second. */
export function HostWait({ wait: { host, until } }: HostWaitProps) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const end = new Date(until)
  const seconds = Math.max(0, Math.ceil((end.getTime() - now) / 1000))
  return (
    <>
      <span role="status">
        {host} asks to wait until {end.toLocaleTimeString()}
      </span>{' '}
      ({seconds} s)
    </>
  )
}
