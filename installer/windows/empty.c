/* A library without code of its own: its exports are forwarded by its .def file. */
int __stdcall DllMain(void *instance, unsigned reason, void *reserved)
{
    return 1;
}
