import { Command } from 'commander'
import { createAdoptCommand } from './adopt.ts'
import { createAdoptHomeCommand } from './adopt-home.ts'
import { createBackupCommand } from './backup.ts'
import { createCheckCommand } from './check.ts'
import { createRestoreCommand } from './restore.ts'
import { createRevokeSigningKeysCommand } from './revoke-signing-keys.ts'
import { createRotateKeyCommand } from './rotate-key.ts'

export function createAdminCommand(): Command {
  return new Command('admin')
    .description('Maintain the local server: home folder, blueprint repository and database')
    .addCommand(createCheckCommand())
    .addCommand(createBackupCommand())
    .addCommand(createRestoreCommand())
    .addCommand(createAdoptCommand())
    .addCommand(createAdoptHomeCommand())
    .addCommand(createRotateKeyCommand())
    .addCommand(createRevokeSigningKeysCommand())
}
