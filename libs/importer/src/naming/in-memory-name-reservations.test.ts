import { InMemoryNameReservations } from './in-memory-name-reservations.ts'
import { testNameReservations } from './name-reservations.contract.ts'

testNameReservations('InMemoryNameReservations', async () => new InMemoryNameReservations())
