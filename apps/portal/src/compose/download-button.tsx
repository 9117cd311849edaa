import { Button } from '@mantine/core'
import { IconDownload } from '../icons/icons.ts'
import { saveFile } from '../layout/save-file.ts'

export interface DownloadButtonProps {
  readonly text: string
  /** The file's name, e.g. `app.yaml`. */
  readonly file: string
}

/** Saves a text as a file. */
export function DownloadButton({ text, file }: DownloadButtonProps) {
  const download = () => saveFile([text], { name: file, type: 'application/yaml' })
  return (
    <Button variant="default" onClick={download} leftSection={<IconDownload size={17} aria-hidden />}>
      Download {file}
    </Button>
  )
}
