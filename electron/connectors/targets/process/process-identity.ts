/** What others ask of this family about processes; it lies beside the families by now. */
export { ownerVariable, pidExists } from '../../process-identity.ts';
