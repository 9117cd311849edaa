import { Button } from '@mantine/core'
import { IconDownload } from '../icons/icons.ts'

export interface DownloadButtonProps {
  readonly text: string
  /** The file's name, e.g. `app.yaml`. */
  readonly file: string
}

/** Saves a text as a file. */
export function DownloadButton({ text, file }: DownloadButtonProps) {
  const download = () => {
    const address = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }))
    const link = document.createElement('a')
    link.href = address
    link.download = file
    link.click()
    // The browser reads it after the click has been handled.
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
  }
  return (
    <Button variant="default" onClick={download} leftSection={<IconDownload size={17} aria-hidden />}>
      Download {file}
    </Button>
  )
}
