// Makes the template of embedded databases, after packages were installed.
import { buildTemplate } from './embedded-template.ts'

await buildTemplate()
