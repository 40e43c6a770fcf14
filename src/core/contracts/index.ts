import type { Contract } from './contract';
import { imageContract } from './image';
import { latentContract } from './latent';
import { maskContract } from './mask';

/** Every contract, in the order they are offered. */
export const CONTRACTS: readonly Contract[] = [imageContract, maskContract, latentContract];
