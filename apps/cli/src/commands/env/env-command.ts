import { Command } from 'commander'
import { addAnswerCommands } from './answer.ts'
import { addConnectCommand } from './connect.ts'
import { addExportCommand } from './export.ts'
import { addExtendCommand } from './extend.ts'
import { addLaunchCommand } from './launch.ts'
import { addListCommand } from './list.ts'
import { addLogsCommand } from './logs.ts'
import { addOperateCommands } from './operate.ts'
import { addPeopleCommands } from './people.ts'
import { addPlanCommand } from './plan.ts'
import { addRecoverCommands } from './recover.ts'
import { addShowCommands } from './show.ts'
import { addStateCommand } from './state.ts'
import { addUpdateCommand } from './update.ts'
import { addUpgradeCommand } from './upgrade.ts'

export function createEnvCommand(): Command {
  const command = new Command('env').description(
    'Launch and manage environments: running instances of blueprints (docs/guide/environments.md)',
  )
  addLaunchCommand(command)
  addListCommand(command)
  addShowCommands(command)
  addConnectCommand(command)
  addLogsCommand(command)
  addPlanCommand(command)
  addUpdateCommand(command)
  addUpgradeCommand(command)
  addExtendCommand(command)
  addOperateCommands(command)
  addAnswerCommands(command)
  addRecoverCommands(command)
  addStateCommand(command)
  addPeopleCommands(command)
  addExportCommand(command)
  return command
}
