/** Entry of the page: styles, then the one root component. */
import '@fontsource-variable/inter/opsz.css';
import './styles/tokens.css';
import './styles/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { theme } from './state/theme.svelte.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element #app');
theme.apply();
mount(App, { target });
