import { themeButton } from '../../page/client/theme.js';
import { createDoctrine } from './doctrine.js';
import { createFindings } from './findings.js';
import { startParts } from './parts.js';
import { createTree } from './tree.js';

// Findings and doctrine stand in the page already: the script only hides, shows and moves what is there.
document.querySelector('.bar')?.append(themeButton());
startParts([createFindings(), ...createTree(), createDoctrine()]);
