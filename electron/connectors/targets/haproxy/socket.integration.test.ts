import { haproxyConformance } from './test-kit.ts';

haproxyConformance('socket', { blue: 1, green: 1 });
