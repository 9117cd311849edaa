import { launchEnvironment, type LaunchRequest } from '../requests/launch-environment.ts'
import { requestChange, type ChangeWish } from '../requests/request-change.ts'
import { callerOf, createWorld, type WorldOptions } from './environment-world.ts'

export const ada = callerOf('ada')

/** A world with short ways to launch the shop and to change it, by default as Ada. */
export function openShop(options?: WorldOptions) {
  const world = createWorld(options)
  const launch = (wish: Partial<LaunchRequest> = {}, caller = ada) =>
    launchEnvironment(
      { name: 'shop', blueprint: { name: 'shop', version: '1.0.0' }, inputs: { region: 'eu' }, ...wish },
      caller,
      world.dependencies,
    )
  const change = (id: string, wish: ChangeWish, caller = ada) =>
    requestChange(id, wish, { caller }, world.dependencies)
  const look = async (id: string) => {
    const environment = await world.store.find(id)
    if (environment === undefined) throw new Error('It is lost.')
    return environment
  }
  return { ...world, launch, change, look }
}
