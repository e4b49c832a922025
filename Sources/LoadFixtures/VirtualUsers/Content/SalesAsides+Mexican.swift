extension SalesAsides {
  /// As said in Mexico.
  static let mexican = SalesAsides(
    openings: """
      Gracias por [la explicación|la información|contestar tan rápido|la respuesta|tomarse el tiempo|la claridad|los
        datos].
      [Muy bien|Perfecto|De acuerdo|Ya veo|Qué bien|Órale], [gracias por la explicación|gracias por contestar|le
        agradezco la claridad|gracias por la paciencia|se lo agradezco].
      [Ya leí|Acabo de leer|Leí con calma|Estuve leyendo] lo que me [mandó|escribió|comentó|puso][| arriba| hace rato|
        antes].
      [Perdón por|Disculpe] [la demora|la tardanza|la espera], [estaba en una junta|me entró una llamada|andaba
        manejando|se me fue la señal|me hablaron de la casa|atendía a un cliente].
      [Ya estoy de vuelta|Aquí sigo|Sigo por aquí|Ya regresé], [perdone la pausa|ya con calma|ahora sí con tiempo|ya sin
        interrupciones|disculpe la espera].
      [Me queda claro|Le entiendo|Va quedando más claro|Ya le voy entendiendo][|, gracias|, y se lo agradezco|, qué
        bueno que lo explica].
      """,
    closings: """
      [Gracias|Muchas gracias|Mil gracias] [por la paciencia|por su tiempo|de antemano|por la ayuda].
      [Se lo agradezco|Le agradezco|Se le agradece] [mucho|de antemano|de verdad|desde ahora].
      Quedo al pendiente[| de su respuesta| de lo que me diga| por este medio| de su mensaje].
      [Me avisa|Me dice|Me cuenta] [cuando pueda|con calma|sin prisa|en cuanto sepa|cuando tenga un momento].
      [Espero|Aguardo] su respuesta[|, sin prisa|, cuando pueda|, no hay apuro].
      [Aquí sigo|Aquí ando|Sigo en línea|Sigo por aquí] [por si hace falta algún dato|para lo que haga falta|unos
        minutos más|un rato más|hasta las nueve].
      [Saludos|Un saludo|Saludos cordiales][| desde acá|, y buena tarde|, que esté bien].
      """,
    thanks: """
      [Gracias|Muchas gracias|Mil gracias] [por la paciencia|por su tiempo|por la ayuda|por las atenciones].
      [Se lo agradezco|Le agradezco|Se le agradece] [mucho|de verdad|de corazón|bastante].
      [Saludos|Un saludo|Saludos cordiales][| desde acá|, y buena tarde|, que esté bien].
      """,
    arrival: """
      [Le escribo|Les escribo|Me comunico] desde
        [Guadalajara|Monterrey|Puebla|Querétaro|Mérida|Toluca|Tijuana|Veracruz|Cuernavaca|Zacatecas|Morelia|Hermosillo],
        [en mi hora de comida|en un descanso del trabajo|antes de que lleguen mis hijos|camino a la oficina|mientras
        espero a un cliente|en lo que arranca una junta].
      [Una prima|Un compañero|Una vecina|Mi hermana|Mi cuñado|Una amiga|Un cliente|Mi hermano] los
        [conoce|sigue|recomienda] desde hace [unos meses|un año|medio año|dos años|varias semanas] y [habla muy bien de
        ustedes|no deja de mencionarlos|me pasó el contacto|me insistió en escribirles].
      [Hoy|Esta semana|Estos días|En estas fechas] tengo [más tiempo que de costumbre|un respiro en el trabajo|menos
        pendientes|algo más de calma|un hueco en la agenda|la casa tranquila], [así que aproveché para escribir|por eso
        me animé a preguntar|y no quise dejarlo para después|y dije, de una vez].
      [Vivo|Trabajo|Me muevo] [por|cerca de] [la Roma|Coyoacán|Satélite|Santa Fe|Zapopan|San Pedro|Cholula|Juriquilla] y
        [me paso horas en el coche|camino muy poco|casi no salgo entre semana|todo me queda lejos|ando siempre con el
        tiempo encima].
      [Es la primera vez que escribo|Nunca había escrito|Casi nunca escribo|Hasta ahora no había escrito] a [un servicio
        así|una página de este tipo|un lugar como este|una empresa como la suya], [así que téngame paciencia|no sé bien
        qué se pregunta|espero no dar muchas vueltas|perdone si me extiendo].
      Los [encontré|vi|descubrí] [ayer|anoche|el domingo|el sábado|la semana pasada|hace unos días] [leyendo sobre
        bienestar|en un video de cocina|por una entrevista en la radio|en el chat de mi colonia|gracias a una
        compañera|mientras esperaba en el dentista].
      [Mi cumpleaños es|Cumplo años] en
        [enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre] y [me propuse|me
        prometí|decidí] [dejar de posponer esto|hacer algo por mí|tomármelo en serio|no llegar igual que el año pasado].
      [Tengo|Ahorita tengo|Todavía tengo|Me quedan] [veinte minutos|unos quince minutos|como diez minutos|tres cuartos
        de hora] antes de [mi siguiente junta|ir por mis hijos|salir a comer|la siguiente consulta|que cierre la
        oficina|mi clase de inglés].
      [Ya había querido|Tenía ganas de|Llevo semanas pensando en|Desde enero traigo en mente] escribirles, pero [entre
        el trabajo y la casa|con tanto viaje|con los hijos de vacaciones|por una cosa u otra] [se me fue pasando|no me
        daba la vida|siempre lo dejaba para mañana|no encontraba el momento].
      """,
    life: """
      [Me acuesto|Me duermo|Termino acostándome] [a las once|a las once y media|a la medianoche|como a las doce y
        media|casi a la una] y [me levanto|me despierto|ya estoy de pie] [a las cinco|a las cinco y media|a las seis|a
        las seis y cuarto|antes de las seis].
      [Desayuno|Almuerzo|Como] [un café|un pan dulce|unos tacos|una torta|lo que encuentre|un licuado] [en el coche|de
        pie|frente a la pantalla|a deshoras|entre junta y junta] y [ceno|meriendo] [hasta las nueve|tardísimo|muy
        pesado|cereal|lo que quede en el refri].
      [Trabajo|Me toca trabajar|Estoy en la oficina] [de ocho a siete|de nueve a ocho|hasta las siete|hasta pasadas las
        ocho|diez horas diarias][| entre semana|, de lunes a sábado|, seis días a la semana], [más el trayecto|y encima
        el tráfico|y luego sigo en casa|con juntas de corrido|casi sin pausas].
      En casa somos [tres|cuatro|cinco|seis] y [los niños|mis hijos|mis papás|mis suegros|las mascotas] [se
        llevan|ocupan|absorben] [las tardes|los fines de semana|casi todas las noches|mis ratos libres].
      [Hago|Intento hacer|Con suerte hago] [bicicleta|natación|yoga|caminata|pesas|zumba] [una vez|dos veces|un par de
        veces|tres veces] [a la semana|por quincena|al mes], [y no siempre lo cumplo|y eso si no llueve|casi siempre los
        domingos|cuando el trabajo me deja|en un deportivo cerca de casa].
      [A media tarde|Después de comer|A eso de las cuatro|Para las seis|Al llegar a casa|A media mañana] [se me acaba la
        pila|se me cierran los ojos|ya no rindo|me entra un sueño tremendo|pierdo el hilo de todo|necesito otro café]
        [casi a diario|entre semana|tres de cada cinco días|desde hace meses|últimamente].
      [La espalda|El cuello|La rodilla|La cadera|La cintura|El hombro] me [molesta|avisa|da lata|reclama] [cuando paso
        mucho rato en la silla|al subir escaleras|en las mañanas frías|después de manejar|los lunes sobre todo|cuando
        cargo las bolsas del súper].
      En [mi último chequeo|los análisis de enero|mi revisión anual|los estudios del trabajo] [el colesterol|el
        azúcar|la presión|la glucosa] [salió|apareció|ya venía] [algo por arriba|en el límite|fuera de rango|peor que
        hace un año].
      [Tomo|Me tomo] [tres|cuatro|cinco|dos] [cafés|tazas de café|refrescos|tés] al día y [muy poca agua|apenas un vaso
        de agua|casi nada de agua|agua solo en las comidas][|, lo sé|, para qué miento|, y se nota].
      [Paso|Me paso|Estoy] [nueve|diez|ocho|once] horas [frente a la pantalla|en una silla|entre llamadas|en
        videollamadas] y [al salir|en la noche|ya en casa] [sigo con el celular|me quedo viendo series|reviso correos|no
        me levanto del sillón].
      [Los sábados|Los domingos|Los fines de semana] se me van en [los pendientes de la casa|visitar a mis papás|los
        partidos de mis hijos|el mandado|fiestas de la familia|recuperar sueño] y [el lunes|la semana] [arranca|empieza]
        [con prisas|otra vez a mil|sin tregua].
      [Hace un año|El año pasado|En enero|Antes de las vacaciones|Después de Navidad|En la pandemia]
        [empecé|intenté|probé] [una dieta|un reto de treinta días|clases de baile|el ayuno|la bicicleta|un curso de
        meditación] y lo dejé [al mes|a las dos semanas|en cuanto hubo viajes|por falta de tiempo|sin darme cuenta].
      [Viajo|Salgo de viaje|Me toca viajar] [cada semana|cada quincena|dos veces al mes|una vez al mes|casi cada mes] a
        [Monterrey|Guadalajara|Cancún|Tijuana|Chihuahua|Villahermosa|Los Cabos] y [como en hoteles|descanso poco|se me
        desordena todo|pierdo el ritmo|vuelvo sin pila].
      [Cierro mes|Entrego un proyecto|Tengo auditoría|Presento cuentas|Tengo junta con el consejo] [esta semana|cada
        viernes|a fin de mes|el próximo jueves] y [traigo la cabeza en mil cosas|ando de malas|no desconecto ni en la
        noche|se me olvida hasta comer|se me va el sueño|contesto mensajes hasta en la cena].
      """,
    wishes: """
      [Para|Antes de] [la boda de mi prima|la graduación de mi sobrino|mi cumpleaños|las vacaciones de verano|fin de
        año|el viaje a Oaxaca] [quisiera|me gustaría|quiero] [sentirme mejor|notar un cambio|aguantar el paso|caber en
        la ropa de antes|bailar toda la noche].
      [Mi hija|Mi hijo|Mi mamá|Mi hermana|Mi jefa|Mi mejor amiga] [dice|opina|me repite] que [ya es hora|me hace falta
        un cambio|ando sin pila|debería cuidarme más|trabajo de más|me ve de mal humor][|, y creo que tiene razón|, y no
        puedo negarlo|, aunque se lo discuto].
      [Sueño con|Me ilusiona|Tengo ganas de|Me he propuesto|Me encantaría] [correr diez kilómetros|subir el Nevado|nadar
        en el mar sin ahogarme|jugar futbol con mis sobrinos|viajar sin achaques|bailar como antes] [este año|antes de
        que acabe el año|en unos meses|con calma y sin lesiones].
      Con que [logre|consiga] [dormir de corrido|comer a mis horas|moverme un poco más|bajar el ritmo|apagar el celular
        temprano] [tres días a la semana|entre semana|la mitad del mes|aunque sea de lunes a jueves] [ya es ganancia|me
        conformo|daría un gran paso|la familia lo agradecería].
      [En el fondo|Al final|A la larga] lo que [me mueve|me importa|me interesa] es \(.secondGoal)[|, aunque tome
        tiempo|, paso a paso|, sin exagerar|, sin dietas raras].
      """,
    schedule: """
      [Los lunes y miércoles|Los martes y jueves|Los viernes|Los sábados temprano|De lunes a jueves|Entre semana] [estoy
        libre|puedo|tengo espacio|me acomoda] [después de las siete|antes de las ocho|a la hora de la comida|entre una y
        tres|a partir de las seis y media|por la noche].
      [Mi horario|Mi agenda|Mi trabajo] [cambia|se mueve|varía] [cada semana|según los clientes|cuando hay cierre|con
        los viajes|según la temporada], [así que aviso con tiempo|pero me organizo|aunque las noches son mías|por eso
        prefiero las mañanas].
      [Contesto|Reviso mensajes|Estoy al pendiente] [casi siempre|sobre todo|normalmente] [por la mañana|al mediodía|por
        la tarde|después de cenar|antes de las nueve], [el resto del día ando en juntas|luego se me junta todo|a otras
        horas no prometo|lo demás lo veo en otro momento].
      [La próxima semana|El lunes|El jueves|A principios de mes|Pasado mañana|El fin de semana] [salgo a|viajo a|tengo
        que ir a] [Toluca|San Luis|Saltillo|Mérida|Celaya|Torreón|Pachuca] y [regreso en tres días|vuelvo pronto|estaré
        con poca señal|me llevo la computadora|puedo contestar en la noche].
      [Me queda cerca|Tengo cerca|A dos cuadras tengo] [un parque|una alberca|un gimnasio|una cancha|un deportivo|una
        ciclovía] y [podría ir|me da tiempo de ir|me animo a ir] [antes del trabajo|al salir del trabajo|los sábados|a
        mediodía|de noche].
      [Uso|Traigo|Tengo] un [reloj que cuenta pasos|celular con poca memoria|celular nuevo|teléfono de hace tres
        años|reloj sencillo|reloj de mi hermano] y [me muevo bien|me las arreglo|no batallo mucho|aprendo rápido] con
        [la tecnología|lo digital|las pantallas|esas cosas].
      [Por las mañanas|Por las noches|A mediodía|Al final del día] [hay silencio en casa|la casa está tranquila|me puedo
        concentrar|nadie me interrumpe|tengo la sala para mí] [como media hora|cosa de cuarenta minutos|casi una
        hora|unos veinte minutos][|, con suerte|, de lunes a viernes].
      [Prefiero|Me funciona|Me acomoda] [el mensaje|la videollamada|la llamada|un correo corto|el audio] [entre
        semana|los sábados|por la noche|cuando voy en el coche|al salir del trabajo], [así no interrumpo nada|así lo veo
        con calma|porque soy de costumbres|porque olvido las cosas].
      """,
    doubts: """
      [Lo platiqué|Lo comenté|Lo hablé] [anoche|ayer|el domingo|esta mañana|en la comida] con [mi hermana|mi mamá|un
        colega|mi prima|una amiga|mi cuñada|mi compadre] y [me hizo la misma pregunta|no lo ve tan claro|dice que no me
        apresure|me pidió que preguntara|le parece interesante].
      [Hace dos años|El año pasado|Hace tiempo|Una vez] [me fue mal|tuve una mala experiencia|terminé con coraje|perdí
        el tiempo] con [una clínica|un gimnasio|una nutrióloga|un curso en línea|otra página|una membresía] y [desde
        entonces|por eso|desde ahí] [pregunto todo|voy con cuidado|leo hasta las letras chiquitas|me lo tomo con calma].
      [Este mes|Este trimestre|Esta temporada|Por ahora] [tengo encima|traigo encima|hay que resolver] [las
        colegiaturas|la verificación del coche|los regalos de fin de año|una mudanza|el seguro del coche|arreglos en la
        casa|la tenencia], [así que voy con cuidado|por eso lo reviso dos veces|y hay que cuadrar cuentas|y no quiero
        sustos].
      [Soy de|Acostumbro|Me gusta] [comparar|preguntar mucho|leer todo|tomar nota|consultar con la almohada|revisar
        bien] antes de [decidir|dar el sí|comprometerme|meterme en algo nuevo][|, espero no molestar|, es mi manera de
        ser|, ya me conocen en casa|, así evito sorpresas].
      [Me da miedo|Me da pendiente|Me inquieta|Me frena] [no ser constante|dejarlo a medias|no tener disciplina|exigirme
        de más|comprometerme y fallar|quedarme a la mitad] [como otras veces|con tanto trabajo|en temporada alta|si se
        complica la oficina|cuando lleguen las fiestas].
      [Una vecina|Un primo|Mi contadora|Una colega|Mi entrenador|Un amigo médico] [probó algo parecido|estuvo en algo
        similar|me contó de otro sistema] y [le fue bien|le fue regular|lo dejó pronto|ahí sigue][, aunque cada quien es
        distinto|, pero tenía más tiempo|, por eso pregunto|, así que quiero ir a lo seguro].
      [Entre|Con] [la oficina y la casa|los viajes y los cierres|los clientes y el tráfico|los hijos y el trabajo|las
        juntas y los correos] me quedan [veinte minutos|treinta minutos|pocos minutos|cuarenta minutos] [para mí|de
        calma|sin pendientes] [al día|entre semana|cada noche|por jornada].
      [Mi familia|Mi hija|Mi socio|Mi hermano|Mi mamá] [también|igual] [va a preguntarme|querrá saber|me va a pedir que
        explique] [cómo lo elegí|qué tan serio es|en qué me estoy metiendo|por qué ahora|si ya lo comparé], [así que
        prefiero tenerlo claro|por eso le doy tantas vueltas|y me gusta tener respuestas|y no quiero improvisar].
      """,
    readiness: """
      Ya [lo comenté|lo hablé|lo platiqué] con [mi jefa|mi familia|mi hermana|mi equipo|mi mamá] y [le pareció bien|me
        apoya|está de acuerdo|hasta se alegró][|, así que no hay marcha atrás|, y eso me anima|, por fin|, ya era hora].
      [Me gustaría|Prefiero|Me acomoda] [arrancar|iniciar] [el lunes|a principio de mes|después del puente|pasando la
        quincena|la próxima semana], [que es cuando|porque entonces] [baja el trabajo|estoy en la ciudad|mis hijos
        vuelven a clases|cierro pendientes].
      [Tengo a la mano|Ya junté|Aquí tengo] [mi identificación|mis estudios recientes|los datos de la empresa|mi última
        receta|el resultado del chequeo|mi peso y estatura] [por si hace falta|para lo que ocupen|en el celular|en la
        computadora|en el correo][|, nada más dígame|, todo al día].
      [Me puede localizar|Me encuentra|Contesto] [hoy|mañana|el resto de la semana|esta tarde] [hasta las ocho|de nueve
        a una|después de las cinco|a la hora de la comida|en la oficina|en casa][|, con confianza|, y si no me deja
        mensaje].
      [Ya preparé|Ya separé|Ya aparté] [un espacio en la sala|una hora en la agenda|las mañanas de lunes y viernes|un
        rincón de la recámara|mis tenis y un tapete|una libreta nueva] [para esto|para tomarlo en serio|con toda la
        intención|y avisé en casa|y avisé en la oficina][|, faltaba más|, como debe ser].
      [Me anima|Me entusiasma|Me da gusto|Me alegra] [dar el paso|por fin decidirme|intentar algo así|tener un rumbo
        claro] [después de tantas vueltas|a mis \(.age) años|en esta etapa|con todo y el trabajo que tengo|antes de que
        acabe el año][|, la verdad|, se lo confieso].
      """,
    progress: """
      [Ayer|Hoy temprano|El lunes|Antier|Anoche] [caminé|hice estiramientos|hice ejercicio|troté] [veinte minutos|media
        hora|cuarenta minutos|casi una hora] [en el parque|antes de cenar|con mi perro|con mi hermana|en un gimnasio del
        rumbo] y [me sentí bien|dormí mejor|amanecí con más ánimo|no me pesó].
      [Ya cambié|Estoy cambiando|Voy cambiando] [el refresco por agua|el pan de la noche|la hora de la cena|el café de
        la tarde|la hora de acostarme] [y se nota|y lo aguanto bien|aunque no siempre|con ayuda de mi familia|poco a
        poco][|, quién lo diría|, sin drama].
      [Ya entré|Ya me registré|Ya revisé todo|Hice el registro] [anoche|hoy|ayer|esta mañana] [desde el celular|en la
        computadora|con ayuda de mi sobrino|en la tableta] y [se ve sencillo|no tuve contratiempos|cargó rápido|lo
        entendí a la primera|tardé un poco pero quedó].
      [Apunté|Anoté|Dejé por escrito] [mis horarios|mi peso de hoy|lo que comí ayer|mis preguntas|cómo dormí|mis
        medidas] en [una libreta|el celular|una hoja en el refri|el calendario], [como me dijeron|para no olvidarlo|para
        comparar después|por si lo piden].
      [Mi familia|Mi hija|Mi compañero de oficina|Mi mamá|Mi hermano] [ya notó|ya me comentó|dice] [que ando de mejor
        humor|que camino más|que ceno temprano|que dejo el celular a tiempo|que respiro mejor][|, y eso motiva|, aunque
        apenas empiezo|, qué gusto].
      [El martes|El miércoles|El jueves|El próximo lunes|Mañana] [tengo|me toca] [una junta larga|un viaje corto|visita
        de mis suegros|examen de mi hija|turno doble|comida con clientes] y [quizá me atrase|me organizo desde hoy|haré
        lo que pueda|lo compenso el sábado].
      [Escogí|Me tocó|Aparté] [el horario|el turno|el espacio] de [las siete|las ocho de la noche|los sábados|la
        mañana|mediodía|las seis y media], [que me queda bien|a ver si lo sostengo|que es mi mejor hora|como había
        pedido].
      [Estos días|Esta semana|Desde el lunes|Desde que me registré] [me levanto|despierto|salgo de la cama] [diez
        minutos antes|sin alarma|con más ánimo|de mejor humor] y [desayuno en casa|camino a la oficina|me da tiempo de
        estirarme|llego con calma].
      """,
    parting: """
      [Ya me voy|Ahora me voy|Me voy corriendo|Ya tengo que irme] [a comer|a una junta|por mis hijos|a la oficina|al
        súper|a descansar|al gimnasio], [que se hace tarde|que ya es hora|que me esperan|con el tiempo justo|y con mejor
        ánimo].
      [Esta noche|Mañana|El fin de semana|Hoy mismo|Más tarde] [le platico|le cuento|le explico] a [mi hermana|mi
        mamá|mi vecina|una amiga|mi cuñado|mi jefa|mi hijo] [lo que hablamos|cómo me fue aquí|de qué se trata|lo que
        aprendí hoy].
      [Me llevo|Me quedo con] [varias ideas|buenos consejos|las cosas claras|más ánimo que al principio|tarea para la
        semana|un buen sabor de boca] [de esta plática|de hoy|de todo esto|después de platicar][|, y eso no es poco|, se
        lo digo de corazón|, la verdad].
      [Que tenga|Le deseo|Que pase] [una tarde tranquila|una excelente semana|un buen fin de semana|una linda noche|un
        día ligero|un buen cierre de mes], [de verdad|de todo corazón|de mi parte|y ojalá sin prisas].
      [Voy a|Pienso|Me propongo] [descansar|dormir temprano|caminar un rato|preparar la cena|apagar el celular|poner en
        orden mi semana] [hoy|en cuanto llegue a casa|esta noche|después del trabajo|antes de las diez], [como
        quedamos|a ver qué tal|por algo se empieza|aunque sea un poco].
      [Ya guardé|Voy a guardar|Tengo a la mano] [esta conversación|lo que me escribió|sus respuestas|los datos que me
        pasó] [en el celular|en mi correo|para leerlo con calma|por si hace falta después|para mi familia][|, como
        respaldo|, no vaya a ser].
      [Si algo cambia|Si me surge algo|Si se me ocurre algo más|Cualquier novedad] [en la semana|por la noche|de aquí al
        lunes|durante el mes|en estos días], [yo escribo|le mando mensaje|aquí nos leemos|se lo hago saber|lo apunto y
        le digo].
      [Me dio|Me ha dado] [mucha confianza|tranquilidad|gusto|seguridad] [su manera de explicar|que fuera al grano|que
        me escuchara|que no me presionara|la claridad de todo|su paciencia][|, y no es fácil|, se nota la experiencia|,
        créame].
      [Aquí en|Por acá en] [Guadalajara|Puebla|Mérida|Querétaro|Toluca|Morelia|Xalapa|Cuernavaca] [ya es tarde|ya
        oscureció|empieza a llover|hace un calor tremendo|está fresco|ya huele a cena] y [me toca cerrar el día|todavía
        me falta un pendiente|me esperan en casa|hay que descansar].
      """)
}
