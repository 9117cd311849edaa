import { Command } from 'commander'
import { createAdoptCommand } from './adopt.ts'
import { createAdoptHomeCommand } from './adopt-home.ts'
import { createBackupCommand } from './backup.ts'
import { createCheckCommand } from './check.ts'
import { createRestoreCommand } from './restore.ts'

export function createAdminCommand(): Command {
  return new Command('admin')
    .description('Look after the local server: its home, its blueprint repository and its database')
    .addCommand(createCheckCommand())
    .addCommand(createBackupCommand())
    .addCommand(createRestoreCommand())
    .addCommand(createAdoptCommand())
    .addCommand(createAdoptHomeCommand())
}
