import { createContext, useContext } from 'react';
import type { ShellDialog } from '../../shared/rpc/shell-api.ts';

/** Opens what lies over the screens; the shell hands it down. */
export const ShowContext = createContext<(what: ShellDialog) => void>(() => {});

export function useShow(): (what: ShellDialog) => void {
	return useContext(ShowContext);
}
